/** What is said of an object beside its bytes. A folder has no place for it. */
export interface ObjectMetadata {
  readonly contentType: string
  readonly contentEncoding?: string
  /** Absent: STANDARD. Only for a store that has them. */
  readonly storageClass?: StorageClass
}

export type StorageClass = 'STANDARD' | 'INTELLIGENT_TIERING' | 'GLACIER_IR'

/** A bucket, and whose it must be. */
export interface OwnedBucket {
  /** Its name, not its ARN. */
  readonly bucket: string
  /** An account. Absent: anybody's will do. */
  readonly owner?: string
}

/** An object that is ready to be stored. */
export interface StoredObject extends OwnedBucket {
  /** Any text up to 1,024 bytes of UTF-8, as S3 has it: with `..` and `//` in it, too. */
  readonly key: string
  /** One behind the other. Not changed afterwards. No larger than a buffer: see `BufferingHints`. */
  readonly body: readonly Uint8Array[]
  readonly metadata: ObjectMetadata
}

/** Where objects are kept: a folder, or an S3 endpoint. */
export interface ObjectStore {
  /**
   * Resolves when the object is there whole, and durable as the store has it. An object of that key is replaced; after a
   * failure or a crash there is the old one, the new one, or none, never a part.
   * @throws CodedError FIREHOSE_DELIVERY_FAILED
   */
  put(object: StoredObject, signal: AbortSignal): Promise<void>
  /** Whether objects can have another class than STANDARD. */
  readonly hasStorageClasses?: boolean
  /**
   * What a bucket lacks for good, in plain words; undefined for one that objects can be put into. A folder has no such
   * function: its buckets are made when they are needed, and nobody's.
   * @throws CodedError FIREHOSE_DELIVERY_FAILED when it cannot be told now
   */
  lackOf?(bucket: OwnedBucket, signal: AbortSignal): Promise<string | undefined>
}
