/** When a setting is asked for, and whether AWS's limits hold. */
export interface Moment {
  readonly nowMs: number
  readonly limits: 'aws' | 'off'
}
