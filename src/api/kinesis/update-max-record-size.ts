import { invalidArgument } from './errors.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Sets how large a record may be. Larger ones that a stream has are read as before.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateMaxRecordSize.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const updateMaxRecordSize = defineOperation({
  name: 'UpdateMaxRecordSize',
  access: { action: 'kinesis:UpdateMaxRecordSize', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { StreamARN, StreamId, MaxRecordSizeInKiB: maxRecordSizeKiB } = input
    if (StreamARN === undefined && StreamId === undefined)
      throw invalidArgument('StreamARN must be provided.')
    const { name, ...owner } = streamOf(input, caller)
    await streams.control.update(owner, name, (stream) =>
      stream.maxRecordSizeKiB === maxRecordSizeKiB ? undefined : { maxRecordSizeKiB },
    )
  },
})
