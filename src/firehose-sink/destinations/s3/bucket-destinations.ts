import type { Random } from '../../../base/index.ts'
import type { ObjectFormat } from '../../formats/object-format.ts'
import { plainFormat } from '../../formats/object-format.ts'
import { BucketPrefixes } from '../../naming/bucket-prefixes.ts'
import { objectName } from '../../naming/object-name.ts'
import type { ObjectStore } from '../../objects/object-store.ts'
import type { S3DestinationConfiguration } from '../../shapes.ts'
import type { Destination } from '../destination.ts'
import type { DeliveryStreamLabel } from '../destination-kind.ts'
import { bucketOf } from './s3-configuration.ts'
import { type NamedObject, S3Destination } from './s3-destination.ts'

/** A bucket, with what only the extended form has. */
type Bucket = S3DestinationConfiguration & {
  readonly FileExtension?: string | undefined
  readonly CustomTimeZone?: string | undefined
  readonly DynamicPartitioningConfiguration?: { readonly Enabled?: boolean | undefined } | undefined
}

export interface BucketPorts {
  readonly objects: ObjectStore
  readonly random: Random
}

/** Records in a bucket. @param format instead of the one that the bucket's compression is */
export function bucketRecords(
  config: Bucket,
  stream: DeliveryStreamLabel,
  { objects, random }: BucketPorts,
  format: ObjectFormat = plainFormat(config.CompressionFormat ?? 'UNCOMPRESSED'),
): Destination {
  const prefixes = prefixesOf(config)
  return new S3Destination({
    ...{ bucket: bucketOf(config), format, objects, partitionKeys: prefixes.partitionKeys },
    ...namesOf(config, stream, config.FileExtension ? config.FileExtension : format.extension, (values) =>
      prefixes.ofRecords(values, random),
    ),
  })
}

/** The error output of a bucket: lines that say what failed, compressed as its records are. */
export function bucketErrors(
  config: Bucket,
  errorOutputType: string,
  stream: DeliveryStreamLabel,
  { objects, random }: BucketPorts,
): Destination {
  const prefixes = prefixesOf(config)
  const format = plainFormat(config.CompressionFormat ?? 'UNCOMPRESSED')
  return new S3Destination({
    ...{ bucket: bucketOf(config), format, objects, partitionKeys: [] },
    ...namesOf(config, stream, format.extension, (values) =>
      prefixes.ofErrors({ ...values, errorOutputType }, random),
    ),
  })
}

/** Names as Firehose's: a prefix, and what the stream and the object give. */
function namesOf(
  { CustomTimeZone: zone = 'UTC' }: Bucket,
  stream: DeliveryStreamLabel,
  extension: string,
  prefixOf: (object: NamedObject) => string,
) {
  const nameOf = ({ timeMs, id }: NamedObject, ending: string) =>
    objectName({ stream, timeMs, zone, id, extension: ending })
  return {
    keyOf: (object: NamedObject) => `${prefixOf(object)}${nameOf(object, extension)}`,
    fileNameOf: (object: NamedObject) => nameOf(object, ''),
  }
}

function prefixesOf(config: Bucket): BucketPrefixes {
  return BucketPrefixes.of(config, config.DynamicPartitioningConfiguration?.Enabled === true)
}
