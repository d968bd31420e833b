import { counterMustNotFall } from './errors.ts'
import { leaseOf } from './lease-shape.ts'
import { applicationArn, applicationOf, defineOperation } from './operation.ts'

/*
 * A write is done if the lease is as the caller expects, and else not: `Done` says which. It is durable when it is answered.
 */

/** Done if the application has no lease of this key. @throws LimitExceededException */
export const createLease = defineOperation({
  name: 'CreateLease',
  access: { action: 'millrace:CreateLease', resource: applicationArn },
  async run(input, { leases }, { caller }) {
    return { Done: await leases.create(applicationOf(input, caller), leaseOf(input.Lease)) }
  },
})

/** Done if the lease of this key has the counter and the owners that are expected: no owner where none is given. @throws InvalidArgumentException */
export const replaceLease = defineOperation({
  name: 'ReplaceLease',
  access: { action: 'millrace:ReplaceLease', resource: applicationArn },
  async run({ Lease, ExpectedCounter, ...input }, { leases }, { caller }) {
    if (Lease.LeaseCounter < ExpectedCounter) throw counterMustNotFall()
    const { ExpectedLeaseOwner: owner, ExpectedCheckpointOwner: checkpointOwner } = input
    const expected = { counter: ExpectedCounter, owner, checkpointOwner }
    return { Done: await leases.replace(applicationOf(input, caller), leaseOf(Lease), expected) }
  },
})

/** Done if the lease of this key has the counter ExpectedCounter. */
export const removeLease = defineOperation({
  name: 'RemoveLease',
  access: { action: 'millrace:RemoveLease', resource: applicationArn },
  async run({ LeaseKey, ExpectedCounter, ...input }, { leases }, { caller }) {
    return { Done: await leases.remove(applicationOf(input, caller), LeaseKey, ExpectedCounter) }
  },
})
