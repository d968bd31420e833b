import { decreasedRetention, increasedRetention } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Keeps records longer: those that are not too old yet.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const increaseStreamRetentionPeriod = defineOperation({
  name: 'IncreaseStreamRetentionPeriod',
  access: { action: 'kinesis:IncreaseStreamRetentionPeriod', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const hours = input.RetentionPeriodHours
    await streams.control.update(owner, name, (stream) =>
      increasedRetention(stream, hours, streams.clock.nowMs()),
    )
  },
})

/**
 * Keeps records for a shorter time: those that are older than that cannot be read any more.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DecreaseStreamRetentionPeriod.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const decreaseStreamRetentionPeriod = defineOperation({
  name: 'DecreaseStreamRetentionPeriod',
  access: { action: 'kinesis:DecreaseStreamRetentionPeriod', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const hours = input.RetentionPeriodHours
    await streams.control.update(owner, name, (stream) => decreasedRetention(stream, hours))
  },
})
