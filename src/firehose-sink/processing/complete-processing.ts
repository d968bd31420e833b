import { unavailable } from '../errors.ts'
import type { ProcessingConfiguration, Processor } from '../shapes.ts'
import { processingSettings } from './processing-settings.ts'

export interface ProcessingDefaults {
  /** Of the destination, if it has one: a function is called in its name. */
  readonly roleArn?: string | undefined
  /** How much data one call of a function has, in MiB. */
  readonly batchMb?: number
  /** Whether records can be told apart by keys that are found in them. */
  readonly partitions?: boolean
}

/**
 * A configuration with AWS's defaults for what is absent of a function's parameters, as DescribeDeliveryStream tells them there.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html ("The default Lambda buffering …")
 * @throws CodedError FIREHOSE_SETTING_INVALID
 */
export function completeProcessing(
  given: ProcessingConfiguration | undefined,
  { roleArn, batchMb = 1, partitions = false }: ProcessingDefaults,
): { ProcessingConfiguration?: ProcessingConfiguration } {
  const settings = processingSettings(given)
  if (settings?.query !== undefined && !partitions)
    throw unavailable('MetadataExtraction for a destination other than S3')
  if (given === undefined) return {}
  const { Processors = [] } = given
  if (settings === undefined) return { ProcessingConfiguration: { ...given, Processors } }
  const defaults = {
    NumberOfRetries: '3',
    ...(roleArn !== undefined && { RoleArn: roleArn }),
    BufferSizeInMBs: String(batchMb),
    BufferIntervalInSeconds: '60',
  }
  const complete = Processors.map((one) => (one.Type === 'Lambda' ? withDefaults(one, defaults) : one))
  return { ProcessingConfiguration: { ...given, Processors: complete } }
}

type Parameter = NonNullable<Processor['Parameters']>[number]

function withDefaults(processor: Processor, defaults: Readonly<Record<string, string>>): Processor {
  const { Parameters = [] } = processor
  const names = new Set<string>(Parameters.map(({ ParameterName }) => ParameterName))
  const missing = Object.entries(defaults).filter(([name]) => !names.has(name))
  const added = missing.map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue }))
  return { ...processor, Parameters: [...Parameters, ...(added as Parameter[])] }
}
