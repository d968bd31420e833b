import type { Leases } from '../../leases/index.ts'
import { defineService, type Service } from '../service.ts'
import { deleteApplication } from './delete-application.ts'
import { toLeasesError } from './errors.ts'
import { leasesModel } from './model.ts'
import type { LeasesContext } from './operation.ts'
import { getLease, listLeases } from './read-leases.ts'
import { createLease, removeLease, replaceLease } from './write-lease.ts'

/** A service of ours, for the workers of `millrace/consumers` and in the form of AWS's. */
export function createLeasesService(leases: Leases): Service {
  return defineService<LeasesContext>({
    name: 'leases',
    model: leasesModel,
    operations: [createLease, deleteApplication, getLease, listLeases, removeLease, replaceLease],
    context: { leases },
    toAwsError: toLeasesError,
  })
}
