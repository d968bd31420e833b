import type { Quotas } from '../quotas.ts'

/** When a setting is asked for, and the quotas that hold. */
export interface Moment {
  readonly nowMs: number
  readonly quotas: Quotas
}
