export type { LeasesErrorCode } from './errors.ts'
export type { Application, LeaseState } from './lease-state.ts'
export { Leases } from './leases.ts'
