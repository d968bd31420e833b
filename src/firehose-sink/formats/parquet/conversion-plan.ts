/** How JSON becomes rows. Only plain data: it goes to a thread. */
export interface ConversionPlan {
  /** In the order of the file, with types of Hive. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly jsonKey: string }[]
  readonly caseInsensitive: boolean
  readonly dotsToUnderscores: boolean
  readonly timestampFormats: readonly string[]
  readonly codec: Codec
}

export type Codec = 'UNCOMPRESSED' | 'GZIP' | 'SNAPPY'

export interface ConvertedRecords {
  /** Undefined when no record could be converted. */
  readonly file: Uint8Array<ArrayBuffer> | undefined
  readonly failed: readonly FailedRecord[]
}

export interface FailedRecord {
  /** Of all the records of the conversion. */
  readonly index: number
  readonly message: string
}

/** Of a row group: enough for good compression, and for a reader to skip. */
export const rowGroupRows = 50_000

/** What a key of a record is looked up as. */
export function columnKey(key: string, { caseInsensitive, dotsToUnderscores }: ConversionPlan): string {
  const dotted = dotsToUnderscores ? key.replaceAll('.', '_') : key
  return caseInsensitive ? dotted.toLowerCase() : dotted
}
