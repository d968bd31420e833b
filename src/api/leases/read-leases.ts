import { shapeOf } from './lease-shape.ts'
import { applicationArn, applicationOf, defineOperation } from './operation.ts'

/** Answers without a lease if there is none. */
export const getLease = defineOperation({
  name: 'GetLease',
  access: { action: 'millrace:GetLease', resource: applicationArn },
  async run(input, { leases }, { caller }) {
    const lease = leases.get(applicationOf(input, caller), input.LeaseKey)
    return { Lease: lease && shapeOf(lease) }
  },
})

/** So many leases are some 500 KB. */
const pageMax = 1000

/** By key. `NextToken` is the last key of the page before. An application that nobody has heard of has no leases. */
export const listLeases = defineOperation({
  name: 'ListLeases',
  access: { action: 'millrace:ListLeases', resource: applicationArn },
  async run({ NextToken, MaxResults = pageMax, ...input }, { leases }, { caller }) {
    const page = leases.list(applicationOf(input, caller), NextToken, MaxResults + 1)
    const shown = page.slice(0, MaxResults)
    return {
      Leases: shown.map(shapeOf),
      NextToken: page.length > shown.length ? shown.at(-1)!.key : undefined,
    }
  },
})
