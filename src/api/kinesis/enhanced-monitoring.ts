import {
  type ShardMetric,
  type Streams,
  streamArnOf,
  withoutShardMetrics,
  withShardMetrics,
} from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import { defineOperation } from './operation.ts'
import type { EnableEnhancedMonitoringInput, EnhancedMonitoringOutput } from './shapes.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Turns metrics of shards on, which GET /metrics then gives (docs/metrics.md).
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const enableEnhancedMonitoring = defineOperation({
  name: 'EnableEnhancedMonitoring',
  access: { action: 'kinesis:EnableEnhancedMonitoring', resource: addressedArn },
  run: (input, { streams }, { caller }) => changeMetrics(input, streams, caller, withShardMetrics),
})

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DisableEnhancedMonitoring.html
 * @throws as EnableEnhancedMonitoring
 */
export const disableEnhancedMonitoring = defineOperation({
  name: 'DisableEnhancedMonitoring',
  access: { action: 'kinesis:DisableEnhancedMonitoring', resource: addressedArn },
  run: (input, { streams }, { caller }) => changeMetrics(input, streams, caller, withoutShardMetrics),
})

async function changeMetrics(
  input: EnableEnhancedMonitoringInput,
  { control }: Streams,
  caller: Caller,
  change: typeof withShardMetrics,
): Promise<EnhancedMonitoringOutput> {
  const { name, ...owner } = streamOf(input, caller)
  let current: readonly ShardMetric[] = []
  let desired: readonly ShardMetric[] = []
  await control.update(owner, name, (stream) => {
    current = stream.shardMetrics ?? []
    desired = change(current, input.ShardLevelMetrics)
    return desired.length === current.length ? undefined : { shardMetrics: desired }
  })
  return {
    StreamName: name,
    CurrentShardLevelMetrics: current,
    DesiredShardLevelMetrics: desired,
    StreamARN: streamArnOf(owner, name),
  }
}
