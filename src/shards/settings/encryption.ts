import { streamLabel } from '../stream-label.ts'
import type { StreamChange, StreamState } from '../stream-state.ts'
import { changedTooOften, invalidSetting } from './errors.ts'
import type { Moment } from './moment.ts'
import { oneMoreTime } from './recent-times.ts'

/*
 * An id, the ARN of a key or of an alias, or the name of an alias. Sources: API_StartStreamEncryption, "KeyId"; for the
 * ids of multi-Region keys https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html ("Key identifiers").
 */
const keyId = '(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-f]{32})'
const alias = 'alias/[a-zA-Z0-9/_-]{1,250}'
const keyPattern = new RegExp(
  `^(?:${keyId}|${alias}|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(?:key/${keyId}|${alias}))$`,
)

export interface EncryptionRequest {
  readonly type: 'NONE' | 'KMS'
  readonly keyId: string
}

/**
 * Encryption with a key.
 * @returns undefined if the stream has that key
 * @throws STREAM_SETTING_INVALID, STREAM_SETTING_RATE_EXCEEDED
 */
export function startedEncryption(
  stream: StreamState,
  request: EncryptionRequest,
  { nowMs, quotas }: Moment,
): StreamChange | undefined {
  check(request)
  if (stream.kmsKeyId === request.keyId) return undefined
  const max = quotas.encryptionStartsPerDay
  const encryptionStartsMs = oneMoreTime(stream.encryptionStartsMs, nowMs, max, () =>
    changedTooOften(`The key of ${streamLabel(stream)}`, max),
  )
  return { kmsKeyId: request.keyId, encryptionStartsMs }
}

/**
 * No encryption any more. The key must have the form of one; that it is the one in use nobody could tell without KMS,
 * since a key has many names.
 * @returns undefined for a stream that is not encrypted
 * @throws as `startedEncryption`
 */
export function stoppedEncryption(
  stream: StreamState,
  request: EncryptionRequest,
  { nowMs, quotas }: Moment,
): StreamChange | undefined {
  check(request)
  if (!isEncrypted(stream)) return undefined
  const max = quotas.encryptionStopsPerDay
  const encryptionStopsMs = oneMoreTime(stream.encryptionStopsMs, nowMs, max, () =>
    changedTooOften(`The encryption of ${streamLabel(stream)}`, max),
  )
  return { kmsKeyId: null, encryptionStopsMs }
}

export function isEncrypted({ kmsKeyId }: StreamState): boolean {
  return typeof kmsKeyId === 'string'
}

function check({ type, keyId }: EncryptionRequest): void {
  if (type !== 'KMS')
    throw invalidSetting(`EncryptionType ${type} is not valid. The only valid value is KMS.`)
  if (keyPattern.test(keyId)) return
  throw invalidSetting(
    `KeyId ${keyId} is not valid. Valid are the id of a KMS key, its ARN, the name of an alias that begins with ` +
      'alias/, and the ARN of an alias.',
  )
}
