import type { Configuration, DeliveryStreamLabel } from '../destinations/destination-kind.ts'
import { BucketPrefixes } from '../naming/bucket-prefixes.ts'
import type { ExtendedS3DestinationConfiguration } from '../shapes.ts'
import type { EventSource } from './lambda-event.ts'
import { openProcessing, type ProcessingPorts } from './open-processing.ts'
import { processingSettings } from './processing-settings.ts'
import type { RecordProcessor } from './processor.ts'

/** What every kind of destination can have, under the same names. */
type Processed = Pick<
  ExtendedS3DestinationConfiguration,
  'ProcessingConfiguration' | 'DynamicPartitioningConfiguration'
>

/** What a delivery stream does with its records before they are in the buffers of its destination. */
export interface Processing {
  readonly processor: RecordProcessor
  /** What is waited for before records are processed together, if anything is. */
  readonly batch: { readonly bufferBytes: number; readonly bufferMs: number } | undefined
  /** With dynamic partitioning: the keys that tell partitions apart. */
  readonly partitionKeys: readonly string[] | undefined
}

/** @returns undefined when records are delivered as they come */
export function processingOf(
  configuration: Configuration,
  stream: DeliveryStreamLabel,
  ports: ProcessingPorts,
): Processing | undefined {
  const { ProcessingConfiguration, DynamicPartitioningConfiguration } = configuration as Processed
  const settings = processingSettings(ProcessingConfiguration)
  if (settings === undefined) return undefined
  const partitioned = DynamicPartitioningConfiguration?.Enabled === true
  const keys = partitioned ? BucketPrefixes.of(configuration, true).partitionKeys : undefined
  const { lambda } = settings
  return {
    processor: openProcessing(settings, keys, eventSource(stream), ports),
    batch: lambda && { bufferBytes: lambda.batchBytes, bufferMs: lambda.intervalMs },
    partitionKeys: keys,
  }
}

function eventSource({ arn, region, sourceArn }: DeliveryStreamLabel): EventSource {
  const isStream = sourceArn.split(':')[2] === 'kinesis'
  return { ...(isStream && { sourceKinesisStreamArn: sourceArn }), deliveryStreamArn: arn, region }
}
