import { applicationArn, applicationOf, defineOperation } from './operation.ts'

/** Removes all leases of an application, in one step: its next worker begins anew. */
export const deleteApplication = defineOperation({
  name: 'DeleteApplication',
  access: { action: 'millrace:DeleteApplication', resource: applicationArn },
  async run(input, { leases }, { caller }) {
    return { LeaseCount: await leases.deleteApplication(applicationOf(input, caller)) }
  },
})
