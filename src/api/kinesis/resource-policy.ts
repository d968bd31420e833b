import { checkPolicy, policyNotFound } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { resourceArn, resourceOf } from './resource-address.ts'

/**
 * Sets the policy of a resource, in the place of one that it has. It is kept, and decides nothing yet
 * (docs/api-status.md).
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutResourcePolicy.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const putResourcePolicy = defineOperation({
  name: 'PutResourcePolicy',
  access: { action: 'kinesis:PutResourcePolicy', resource: resourceArn },
  async run(input, { streams }, { caller }) {
    const resource = resourceOf(input, streams, caller)
    resource.settings()
    checkPolicy(input.Policy, resource.arn)
    await resource.change(() => ({ policy: input.Policy }))
  },
})

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetResourcePolicy.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const getResourcePolicy = defineOperation({
  name: 'GetResourcePolicy',
  access: { action: 'kinesis:GetResourcePolicy', resource: resourceArn },
  async run(input, { streams }, { caller }) {
    const { policy } = resourceOf(input, streams, caller).settings()
    if (typeof policy !== 'string') throw policyNotFound(input.ResourceARN)
    return { Policy: policy }
  },
})

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteResourcePolicy.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const deleteResourcePolicy = defineOperation({
  name: 'DeleteResourcePolicy',
  access: { action: 'kinesis:DeleteResourcePolicy', resource: resourceArn },
  async run(input, { streams }, { caller }) {
    const resource = resourceOf(input, streams, caller)
    await resource.change(({ policy }) => {
      if (typeof policy !== 'string') throw policyNotFound(input.ResourceARN)
      return { policy: null }
    })
  },
})
