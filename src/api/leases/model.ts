import { loadServiceModel } from '../../wire/index.ts'
import model from './model.json' with { type: 'json' }
import type { MillraceLeasesOperations } from './shapes.ts'

/**
 * The service model of the leases, which are no service of AWS: the name that begins its targets, `MillraceLeases_…`, is
 * none that AWS has or could have.
 */
export const leasesModel = loadServiceModel<keyof MillraceLeasesOperations>(model)
