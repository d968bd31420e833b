import { CodedError, passOnBug, type Random } from '../../../base/index.ts'
import type { ObjectFormat } from '../../formats/object-format.ts'
import { objectName } from '../../naming/object-name.ts'
import type { PrefixValues } from '../../naming/prefix.ts'
import type { ObjectStore } from '../../objects/object-store.ts'
import type { Delivery, Destination, FailedRecord } from '../destination.ts'
import type { DeliveryStreamLabel } from '../destination-kind.ts'
import { type Partition, partitionsOf } from './partitions.ts'

export interface S3DestinationParts {
  readonly bucket: string
  /** What the names of objects begin with. */
  readonly prefix: (values: Omit<PrefixValues, 'zone'>) => string
  /** Of the times in the names. */
  readonly zone: string
  readonly format: ObjectFormat
  /** What the names end in. */
  readonly extension: string
  /** Those of the records that the prefix has, with dynamic partitioning. */
  readonly partitionKeys: readonly string[]
  readonly stream: DeliveryStreamLabel
  readonly objects: ObjectStore
  readonly random: Random
}

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
    const { bucket, prefix, zone, format, extension, stream, objects } = this.#parts
    const timeMs = records.reduce(
      (oldest, { arrivalMs }) => Math.min(oldest, arrivalMs),
      Number.POSITIVE_INFINITY,
    )
    const naming = { stream, timeMs, zone, id }
    const name = objectName({ ...naming, extension: '' })
    const { body, failed } = await format.encode(records, { name, timeMs }, signal)
    if (body !== undefined) {
      const key = `${prefix({ timeMs, partitionKeys: records[0]?.partitionKeys })}${objectName({ ...naming, extension })}`
      await objects.put({ bucket, key, body, metadata: { contentType: 'application/octet-stream' } }, signal)
    }
    return failed.map((one) => ({ ...one, index: indexes[one.index] ?? one.index, retryable: false }))
  }
}
