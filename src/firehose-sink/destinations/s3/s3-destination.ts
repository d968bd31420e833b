import type { Clock } from '../../../base/index.ts'
import { objectName, timePrefix } from '../../objects/object-name.ts'
import type { ObjectStore } from '../../objects/object-store.ts'
import type { ExtendedS3DestinationConfiguration } from '../../shapes.ts'
import type { Delivery, Destination, FailedRecord } from '../destination.ts'
import type { DeliveryStreamLabel } from '../destination-kind.ts'
import { bucketOf } from './s3-configuration.ts'

export interface S3DestinationParts {
  readonly bucket: ExtendedS3DestinationConfiguration
  readonly stream: DeliveryStreamLabel
  readonly objects: ObjectStore
  readonly clock: Clock
}

const none: readonly FailedRecord[] = []

/** One object for each buffer: the records one behind the other, with nothing in between. */
export class S3Destination implements Destination {
  readonly #parts: S3DestinationParts

  constructor(parts: S3DestinationParts) {
    this.#parts = parts
  }

  async deliver({ id, records, signal }: Delivery): Promise<readonly FailedRecord[]> {
    const { bucket, stream, objects, clock } = this.#parts
    const timeMs = records[0]?.arrivalMs ?? clock.nowMs()
    const { Prefix = '', FileExtension: extension = '' } = bucket
    const object = {
      bucket: bucketOf(bucket),
      key: `${Prefix}${timePrefix(timeMs)}${objectName({ stream, timeMs, id, extension })}`,
      body: records.map(({ data }) => data),
      metadata: { contentType: 'application/octet-stream' },
    }
    await objects.put(object, signal)
    return none
  }

  async close(): Promise<void> {}
}
