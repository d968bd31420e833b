export type { DeliveryStreamState, DeliveryStreamStatus } from './control/delivery-stream-state.ts'
export {
  changedEncryption,
  checkEncryptable,
  describeEncryption,
  encryptionOf,
} from './control/encryption.ts'
export { describeSource, requestedSource } from './control/requested-source.ts'
export { withTags } from './control/tags.ts'
export type { DeliveryStatus } from './delivery/delivery-status.ts'
export type { DeliveryCounters } from './delivery/firehose-metrics.ts'
export { deliveryStreamArnOf } from './delivery-stream-arn.ts'
export {
  destinationKind,
  requestedDestination,
  updatedDestination,
} from './destinations/destination-kinds.ts'
export { EndpointMap } from './destinations/endpoint-map.ts'
export { type FirehoseErrorCode, staleVersion } from './errors.ts'
export { type FirehoseOptions, FirehoseSink } from './firehose-sink.ts'
export { type Catalog, type CatalogTable, checkTable } from './formats/parquet/conversion-settings.ts'
export { FolderObjects } from './objects/folder-objects.ts'
export type { ObjectStore, StoredObject } from './objects/object-store.ts'
export { S3Objects } from './objects/s3-objects.ts'
export type { DeliveryStreamDescription, FirehoseOperations } from './shapes.ts'
export { parseBootstrap } from './sources/kafka/bootstrap.ts'
