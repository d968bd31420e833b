import { CodedError, passOnBug } from '../../../base/index.ts'
import type { ObjectFormat } from '../../formats/object-format.ts'
import type { ObjectStore, OwnedBucket, StorageClass } from '../../objects/object-store.ts'
import type { Delivery, Destination, FailedRecord } from '../destination.ts'
import { type Partition, partitionsOf } from './partitions.ts'

/** What an object is named by. */
export interface NamedObject {
  /** Of the oldest record in it. */
  readonly timeMs: number
  /** The same for the same records, also when they are stored again. A UUID. */
  readonly id: string
  /** Those of its records, with dynamic partitioning. */
  readonly partitionKeys: Readonly<Record<string, string>> | undefined
}

export interface S3DestinationParts extends OwnedBucket {
  readonly keyOf: (object: NamedObject) => string
  /** Of the one file, in objects that are archives. */
  readonly fileNameOf: (object: NamedObject) => string
  readonly format: ObjectFormat
  /** Those of the records that are told apart by them, with dynamic partitioning. */
  readonly partitionKeys: readonly string[]
  /** Absent: that of the store. */
  readonly storageClass?: StorageClass
  readonly objects: ObjectStore
}

/** In bytes of UTF-8. Source: S3 User Guide, "Naming Amazon S3 objects". */
const keyBytesMax = 1024

/** One object for each buffer, or for each partition of one. */
export class S3Destination implements Destination {
  readonly #parts: S3DestinationParts

  constructor(parts: S3DestinationParts) {
    this.#parts = parts
  }

  async deliver({ id, records, signal }: Delivery): Promise<readonly FailedRecord[]> {
    const partitions = partitionsOf(records, this.#parts.partitionKeys, id)
    const [only, ...others] = partitions
    if (only !== undefined && others.length === 0) return await this.#store(only, signal)
    const failed: FailedRecord[] = []
    for (const partition of partitions) failed.push(...(await this.#storeOrFail(partition, signal)))
    return failed
  }

  async close(): Promise<void> {}

  /** What one partition fails with is no reason to store the others again. */
  async #storeOrFail(partition: Partition, signal: AbortSignal): Promise<readonly FailedRecord[]> {
    signal.throwIfAborted()
    try {
      return await this.#store(partition, signal)
    } catch (error) {
      passOnBug(error)
      const code = error instanceof CodedError ? error.code : 'FIREHOSE_DELIVERY_FAILED'
      const { message } = error as Error
      return partition.indexes.map((index) => ({ index, code, message, retryable: true }))
    }
  }

  async #store({ id, records, indexes }: Partition, signal: AbortSignal): Promise<readonly FailedRecord[]> {
    const { bucket, owner, keyOf, fileNameOf, format, storageClass, objects, partitionKeys } = this.#parts
    const timeMs = records.reduce(
      (oldest, { arrivalMs }) => Math.min(oldest, arrivalMs),
      Number.POSITIVE_INFINITY,
    )
    const object = { timeMs, id, partitionKeys: records[0]?.partitionKeys }
    const key = keyOf(object)
    const keyBytes = Buffer.byteLength(key)
    /* By no attempt does such a key become shorter. One without partitions is the same for the error output: all wait for another prefix. */
    if (partitionKeys.length > 0 && keyBytes > keyBytesMax)
      return indexes.map((index) => keyTooLong(index, keyBytes))
    const { body, failed } = await format.encode(records, { name: fileNameOf(object), timeMs }, signal)
    if (body !== undefined) {
      const metadata = { contentType: 'application/octet-stream', ...(storageClass && { storageClass }) }
      const place = { bucket, ...(owner !== undefined && { owner }), key }
      await objects.put({ ...place, body, metadata }, signal)
    }
    return failed.map((one) => ({ ...one, index: indexes[one.index] ?? one.index, retryable: false }))
  }
}

/** Code and text ours. */
function keyTooLong(index: number, keyBytes: number): FailedRecord {
  const message = `The key of the object that the record's partition has is ${keyBytes} bytes long; S3 takes ${keyBytesMax}.`
  return { index, code: 'DynamicPartitioning.KeyTooLong', message, retryable: false }
}
