export { Consumer } from './consumer.ts'
export type { ConsumerOptions } from './consumer-options.ts'
export type { ConsumerErrorCode } from './errors.ts'
export { FileLeaseStore } from './lease-stores/file-lease-store.ts'
export { MemoryLeaseStore } from './lease-stores/memory-lease-store.ts'
export { ServerLeaseStore } from './lease-stores/server-lease-store.ts'
export type { Checkpoint } from './leases/checkpoint.ts'
export type { Lease } from './leases/lease.ts'
export type { LeaseStore } from './leases/lease-store.ts'
export type {
  BatchMeasure,
  CheckpointMeasure,
  ConsumerMetrics,
  LookMeasure,
  RenewalMeasure,
} from './metrics.ts'
export type { ConsumeShard, IterationEnd, ShardBatches } from './processing/shard-iteration.ts'
export type { RecordBatch, ShardContext, ShardEnd, ShardProcessor } from './processing/shard-processor.ts'
export type { ConsumerRecord } from './retrieval/user-records.ts'
