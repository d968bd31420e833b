import type { Clock, Random } from '../../base/index.ts'
import type { Functions } from '../../functions/index.ts'
import type { WorkerPool } from '../workers/worker-pool.ts'
import { AppendDelimiter } from './append-delimiter.ts'
import { LogMessageExtraction } from './cloudwatch-logs.ts'
import { DeAggregation } from './de-aggregation.ts'
import { Decompression } from './decompression.ts'
import type { EventSource } from './lambda-event.ts'
import { LambdaTransformation } from './lambda-transformation.ts'
import { MetadataExtraction } from './metadata-extraction.ts'
import { PartitionKeys } from './partition-keys.ts'
import type { ProcessingSettings } from './processing-settings.ts'
import type { RecordProcessor } from './processor.ts'
import { RecordProcessing } from './record-processing.ts'

export interface ProcessingPorts {
  readonly functions: Functions
  readonly pool: WorkerPool
  readonly clock: Clock
  readonly random: Random
}

/**
 * The processors in the order in which Firehose runs them, whatever the order of their configuration.
 * @param partitionKeys those that the prefix asks for, with dynamic partitioning
 */
export function openProcessing(
  settings: ProcessingSettings,
  partitionKeys: readonly string[] | undefined,
  source: EventSource,
  ports: ProcessingPorts,
): RecordProcessing {
  const { decompresses, extractsMessages, subRecords, lambda, query, delimiter } = settings
  const processors: RecordProcessor[] = []
  if (decompresses) processors.push(new Decompression())
  if (extractsMessages) processors.push(new LogMessageExtraction())
  if (subRecords) processors.push(new DeAggregation(subRecords))
  if (lambda) processors.push(new LambdaTransformation(lambda, { ...ports, source }))
  if (query !== undefined) processors.push(new MetadataExtraction({ ...ports, query }))
  if (partitionKeys) processors.push(new PartitionKeys(partitionKeys))
  if (delimiter) processors.push(new AppendDelimiter(delimiter))
  return new RecordProcessing(processors)
}
