/** What a column chunk is written from. */
export interface ChunkValues {
  readonly type: PhysicalType
  /** Of a value in `plain`, in bytes: 0 for those with their length before them, undefined for eight values in a byte. */
  readonly width: number | undefined
  /** A definition level for each row: 1 for a value, 0 for null. */
  readonly levels: Uint8Array
  /** Values that are not null. */
  readonly count: number
  /** They, in encoding PLAIN. Valid until the next value is added to the column. */
  readonly plain: Uint8Array
  /** Where pages end that are not the last. */
  readonly pageEnds: readonly PageEnd[]
  /** For the statistics: undefined if no value can be compared. */
  readonly range: ValueRange | undefined
}

export interface PageEnd {
  /** Values before it. */
  readonly count: number
  readonly row: number
  /** Bytes of `plain` before it. */
  readonly size: number
}

export interface ValueRange {
  readonly min: Uint8Array
  readonly max: Uint8Array
  /** Whether they are not values themselves, but shorter ones below and above all. */
  readonly isCut?: { readonly min: boolean; readonly max: boolean }
}

/** By their numbers in the format. */
export const physicalTypes = {
  BOOLEAN: 0,
  INT32: 1,
  INT64: 2,
  FLOAT: 4,
  DOUBLE: 5,
  BYTE_ARRAY: 6,
} as const

export type PhysicalType = keyof typeof physicalTypes
