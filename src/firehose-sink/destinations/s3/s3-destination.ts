import { objectName, timePrefix } from '../../objects/object-name.ts'
import type { ObjectStore } from '../../objects/object-store.ts'
import type { S3DestinationConfiguration } from '../../shapes.ts'
import type { Delivery, Destination, FailedRecord } from '../destination.ts'
import type { DeliveryStreamLabel } from '../destination-kind.ts'
import { bucketOf } from './s3-configuration.ts'

export interface S3DestinationParts {
  readonly bucket: string
  /** Of the names, before the time. */
  readonly prefix: string
  readonly extension: string
  readonly stream: DeliveryStreamLabel
  readonly objects: ObjectStore
}

const none: readonly FailedRecord[] = []

/** One object for each buffer: the records one behind the other, with nothing in between. */
export class S3Destination implements Destination {
  readonly #parts: S3DestinationParts

  constructor(parts: S3DestinationParts) {
    this.#parts = parts
  }

  async deliver({ id, records, signal }: Delivery): Promise<readonly FailedRecord[]> {
    const { bucket, prefix, extension, stream, objects } = this.#parts
    const [{ arrivalMs: timeMs } = { arrivalMs: 0 }] = records
    const object = {
      bucket,
      key: `${prefix}${timePrefix(timeMs)}${objectName({ stream, timeMs, id, extension })}`,
      body: records.map(({ data }) => data),
      metadata: { contentType: 'application/octet-stream' },
    }
    await objects.put(object, signal)
    return none
  }

  async close(): Promise<void> {}
}

/** Records in a bucket. */
export function bucketRecords(
  config: S3DestinationConfiguration & { readonly FileExtension?: string | undefined },
  stream: DeliveryStreamLabel,
  objects: ObjectStore,
): Destination {
  const { Prefix: prefix = '', FileExtension: extension = '' } = config
  return new S3Destination({ bucket: bucketOf(config), prefix, extension, stream, objects })
}

/** The error output of a bucket. Without a prefix of its own it is beside the records. */
export function bucketErrors(
  config: S3DestinationConfiguration,
  errorOutputType: string,
  stream: DeliveryStreamLabel,
  objects: ObjectStore,
): Destination {
  const { Prefix = '', ErrorOutputPrefix = `${Prefix}${errorOutputType}/` } = config
  return new S3Destination({
    bucket: bucketOf(config),
    prefix: ErrorOutputPrefix,
    extension: '',
    stream,
    objects,
  })
}
