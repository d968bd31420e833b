/** What a value on the wire may be, as the service model says: the one source of decoding, validation and encoding. */
export type Shape =
  | StructureShape
  | ListShape
  | MapShape
  | StringShape
  | NumberShape
  | BlobShape
  | { readonly kind: 'boolean' }
  | { readonly kind: 'timestamp' }

export interface StructureShape {
  readonly kind: 'structure'
  readonly name: string
  /** In the order of the model. */
  readonly members: readonly Member[]
  /** True for a union whose members are the events of a stream. */
  readonly eventStream: boolean
}

export interface Member {
  readonly name: string
  /** What Query and XML call it: of a flattened list the name of each item. */
  readonly queryName: string
  /** Whether Query and XML write the items of a list or map as members of the structure, with nothing around them. */
  readonly flattened: boolean
  readonly shape: Shape
  readonly required: boolean
}

export interface ListShape extends LengthLimits {
  readonly kind: 'list'
  /** What Query and XML call an item of a list that is not flattened. */
  readonly itemName: string
  readonly member: Shape
}

export interface MapShape extends LengthLimits {
  readonly kind: 'map'
  /** What Query and XML call the parts of an entry. */
  readonly keyName: string
  readonly valueName: string
  readonly key: StringShape
  readonly value: Shape
}

export interface StringShape extends LengthLimits {
  readonly kind: 'string'
  /** Undefined where the model has none. `source` is the model's text, which error messages quote. */
  readonly pattern: { readonly source: string; readonly regExp: RegExp } | undefined
  readonly values: readonly string[] | undefined
}

interface BlobShape extends LengthLimits {
  readonly kind: 'blob'
}

/** Bounds of the value. `integer` has 32 bits and `long` 64, of which JavaScript's safe integers are taken. */
export interface NumberShape extends LengthLimits {
  readonly kind: 'number'
  readonly type: 'integer' | 'long' | 'float' | 'double'
}

/** Characters of a string, bytes of a blob, entries of a list or map, or the value of a number. Both inclusive. */
export interface LengthLimits {
  readonly min: number | undefined
  readonly max: number | undefined
}
