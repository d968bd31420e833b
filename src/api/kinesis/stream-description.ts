import { isOpen, type StreamState, type StreamStatus, secondsOf, streamArnOf } from '../../shards/index.ts'

/** AWS shows times of creation in whole seconds, and clients hand them back to tell streams of one name apart. */
export function creationTimestamp({ createdMs }: Pick<StreamState, 'createdMs'>): number {
  return secondsOf(createdMs) * 1000
}

/** What all descriptions of a stream begin with. */
export function streamHeading(stream: StreamState, status: StreamStatus) {
  return {
    StreamName: stream.name,
    StreamARN: streamArnOf(stream, stream.name),
    StreamStatus: status,
    StreamModeDetails: { StreamMode: stream.mode },
    StreamCreationTimestamp: creationTimestamp(stream),
  }
}

/** What the two long descriptions have in common beyond that. */
export function streamProperties(stream: StreamState) {
  return {
    RetentionPeriodHours: stream.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: stream.shardMetrics ?? [] }],
    ...(typeof stream.kmsKeyId === 'string'
      ? { EncryptionType: 'KMS' as const, KeyId: stream.kmsKeyId }
      : { EncryptionType: 'NONE' as const }),
  }
}

/** A shard takes in 1 MiB a second. The target is shown for as long as it is set. */
export function warmThroughputOf({ shards, warmThroughputMiBps }: StreamState) {
  return {
    ...(typeof warmThroughputMiBps === 'number' && { TargetMiBps: warmThroughputMiBps }),
    CurrentMiBps: shards.filter(isOpen).length,
  }
}
