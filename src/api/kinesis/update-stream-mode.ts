import { changedMode, type StreamChange, type StreamState } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Changes between the on-demand and the provisioned mode. The shards stay, unless warm throughput needs others.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, LimitExceededException
 */
export const updateStreamMode = defineOperation({
  name: 'UpdateStreamMode',
  access: { action: 'kinesis:UpdateStreamMode', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const { channels, clock, control, queues, quotas, warmThroughput } = streams
    const { StreamMode: mode } = input.StreamModeDetails
    const decide = (stream: StreamState): StreamChange | undefined => {
      const change = changedMode(stream, mode, { nowMs: clock.nowMs(), quotas: quotas.of(owner) })
      if (mode === 'PROVISIONED') {
        queues.refuseAny('UpdateStreamMode', stream)
        channels.refuseAny('UpdateStreamMode', stream)
      }
      control.usage.checkMode(stream, mode)
      return change
    }
    const { WarmThroughputMiBps: warm } = input
    if (warm === undefined) await control.update(owner, name, decide)
    else await warmThroughput.set(owner, name, warm, (stream) => ({ mode, ...decide(stream) }))
  },
})
