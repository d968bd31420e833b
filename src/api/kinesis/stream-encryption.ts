import { type EncryptionRequest, startedEncryption, stoppedEncryption } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import type { StartStreamEncryptionInput } from './shapes.ts'
import { addressedArn, streamOf } from './stream-address.ts'

const requestOf = ({ EncryptionType, KeyId }: StartStreamEncryptionInput): EncryptionRequest => ({
  type: EncryptionType,
  keyId: KeyId,
})

/**
 * Sets the key of a stream: its new records are shown as encrypted, and are not yet (docs/api-status.md).
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, LimitExceededException
 */
export const startStreamEncryption = defineOperation({
  name: 'StartStreamEncryption',
  access: { action: 'kinesis:StartStreamEncryption', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const { clock, control, quotas } = streams
    await control.update(owner, name, (stream) =>
      startedEncryption(stream, requestOf(input), { nowMs: clock.nowMs(), quotas: quotas.of(owner) }),
    )
  },
})

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StopStreamEncryption.html
 * @throws as StartStreamEncryption
 */
export const stopStreamEncryption = defineOperation({
  name: 'StopStreamEncryption',
  access: { action: 'kinesis:StopStreamEncryption', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const { clock, control, quotas } = streams
    await control.update(owner, name, (stream) =>
      stoppedEncryption(stream, requestOf(input), { nowMs: clock.nowMs(), quotas: quotas.of(owner) }),
    )
  },
})
