import { expect, test } from 'vitest'
import { RegionalQuotas } from '../../../src/shards/quotas.ts'
import { startedEncryption, stoppedEncryption } from '../../../src/shards/settings/encryption.ts'
import type { StreamState } from '../../../src/shards/stream-state.ts'
import { owner, startMs } from '../open-test-streams.ts'
import { streamOf } from './stream-of.ts'

const at = (nowMs: number, limits: 'aws' | 'off' = 'aws') => ({
  nowMs,
  quotas: new RegionalQuotas({}, limits).of(owner),
})
const kms = (keyId: string) => ({ type: 'KMS', keyId }) as const

test.each([
  'alias/aws/kinesis',
  'alias/MyAliasName',
  '12345678-1234-1234-1234-123456789012',
  'mrk-12345678123412341234123456789012',
  'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012',
  'arn:aws-cn:kms:cn-north-1:123456789012:alias/MyAliasName',
])('%s is a key', (keyId) => {
  expect(startedEncryption(streamOf(), kms(keyId), at(startMs))).toEqual({
    kmsKeyId: keyId,
    encryptionStartsMs: [startMs],
  })
})

test.each([
  'key',
  'alias/',
  'alias/a b',
  '12345678-1234-1234-1234-12345678901',
  'arn:aws:kms:us-east-1:123456789012:key/',
  'arn:aws:s3:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012',
  'alias/a\n',
])('%j is no key, to start with or to stop', (keyId) => {
  const message = expect.stringContaining('is not valid. Valid are the id of a KMS key')
  const refusal = expect.objectContaining({ code: 'STREAM_SETTING_INVALID', message })
  expect(() => startedEncryption(streamOf(), kms(keyId), at(startMs))).toThrow(refusal)
  expect(() => stoppedEncryption(streamOf(), kms(keyId), at(startMs))).toThrow(refusal)
})

test('the type NONE is refused', () => {
  expect(() => startedEncryption(streamOf(), { type: 'NONE', keyId: 'alias/a' }, at(startMs))).toThrow(
    'EncryptionType NONE is not valid. The only valid value is KMS.',
  )
})

test('what is asked for already changes nothing', () => {
  const encrypted = streamOf({}, { kmsKeyId: 'alias/a' })
  expect(startedEncryption(encrypted, kms('alias/a'), at(startMs))).toBeUndefined()
  expect(stoppedEncryption(streamOf(), kms('alias/a'), at(startMs))).toBeUndefined()
  expect(stoppedEncryption({ ...encrypted, kmsKeyId: null }, kms('alias/a'), at(startMs))).toBeUndefined()
})

test('25 keys may be set in any 24 hours, and 25 times encryption be stopped', () => {
  let stream: StreamState = streamOf()
  const start = (i: number, nowMs: number, limits?: 'off') => {
    stream = { ...stream, ...startedEncryption(stream, kms(`alias/${i}`), at(nowMs, limits)) }
  }
  for (let i = 0; i < 25; i++) {
    start(i, startMs + i)
    stream = { ...stream, ...stoppedEncryption(stream, kms('alias/x'), at(startMs + i)) }
  }
  const dayMs = 24 * 3_600_000
  expect(() => start(25, startMs + dayMs - 1)).toThrow(
    'The key of stream orders under account 000000000000 has been changed too often. Limit: 25 times in 24 hours.',
  )
  start(26, startMs + dayMs - 1, 'off')
  expect(stream).toMatchObject({ kmsKeyId: 'alias/26', encryptionStartsMs: [] })
  expect(() => stoppedEncryption(stream, kms('alias/x'), at(startMs + dayMs - 1))).toThrow('Limit: 25 times')
  expect(stoppedEncryption(stream, kms('alias/x'), at(startMs + dayMs))).toMatchObject({ kmsKeyId: null })
})
