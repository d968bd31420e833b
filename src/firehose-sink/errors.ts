import { CodedError } from '../base/index.ts'
import type { Owner } from '../shards/index.ts'

export type FirehoseErrorCode =
  | 'FIREHOSE_NOT_FOUND'
  | 'FIREHOSE_EXISTS'
  | 'FIREHOSE_NOT_ACTIVE'
  | 'FIREHOSE_VERSION_STALE'
  | 'FIREHOSE_SETTING_INVALID'
  | 'FIREHOSE_OVER_LIMIT'
  | 'FIREHOSE_PUT_REFUSED'
  | 'FIREHOSE_SLOW_DOWN'
  | 'FIREHOSE_EVENT_UNKNOWN'
  | 'FIREHOSE_DELIVERY_FAILED'
  | 'FIREHOSE_PEER_MISSING'

const failure = (code: FirehoseErrorCode, message: string, options = {}): CodedError<FirehoseErrorCode> =>
  new CodedError(code, message, options)

export const firehoseNotFound = (name: string, { account }: Owner) =>
  failure('FIREHOSE_NOT_FOUND', `Firehose ${name} under account ${account} not found.`)

export const firehoseExists = (name: string, { account }: Owner) =>
  failure('FIREHOSE_EXISTS', `Firehose ${name} under accountId ${account} already exists`)

export const firehoseNotActive = (name: string, { account }: Owner, status: string) =>
  failure(
    'FIREHOSE_NOT_ACTIVE',
    `Firehose ${name} under account ${account} is not ACTIVE, its status is ${status}.`,
  )

export const staleVersion = (name: string, current: string, given: string) =>
  failure(
    'FIREHOSE_VERSION_STALE',
    `Cannot update firehose: ${name} since the current version id: ${current} and specified version id: ${given} do not match`,
  )

export const invalidSetting = (message: string) => failure('FIREHOSE_SETTING_INVALID', message)

/** For what AWS has and this server does not: better no delivery stream than one that drops records. */
export const unavailable = (what: string) => invalidSetting(`${what} is not available on this server.`)

export const overLimit = (message: string) => failure('FIREHOSE_OVER_LIMIT', message)

export const putRefused = (type: string) =>
  failure('FIREHOSE_PUT_REFUSED', `This operation is not permitted on ${type} delivery stream type.`)

export const slowDown = () => failure('FIREHOSE_SLOW_DOWN', 'Slow down.', { retryable: true })

/** In a replay: a newer version wrote it. */
export const unknownFirehoseEvent = (kind: unknown) =>
  failure(
    'FIREHOSE_EVENT_UNKNOWN',
    `The delivery streams have an event of the kind ${JSON.stringify(kind)}, which this version does not know: a newer one wrote it.`,
  )

/** @param message what a person needs to know who looks after the destination */
export const deliveryFailed = (message: string, cause?: unknown) =>
  failure('FIREHOSE_DELIVERY_FAILED', message, { retryable: true, cause })

/** @param what needs the packages, for whoever starts the server */
export const peerMissing = (what: string, packages: string, cause: unknown) =>
  failure('FIREHOSE_PEER_MISSING', `${what} needs packages that are not installed: npm install ${packages}`, {
    cause,
  })
