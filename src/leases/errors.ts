import { CodedError } from '../base/index.ts'

export type LeasesErrorCode = 'LEASES_OVER_LIMIT' | 'LEASE_EVENT_UNKNOWN'

export const leasesOverLimit = (leasesMax: number): CodedError<LeasesErrorCode> =>
  new CodedError('LEASES_OVER_LIMIT', `An account has at most ${leasesMax} leases in a region.`)

/** In a replay: a newer version wrote it. */
export const unknownLeaseEvent = (kind: unknown): CodedError<LeasesErrorCode> =>
  new CodedError(
    'LEASE_EVENT_UNKNOWN',
    `The leases have an event of the kind ${JSON.stringify(kind)}, which this version does not know: a newer one wrote it.`,
  )
