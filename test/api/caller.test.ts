import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statedCaller, statedCallers } from '../../src/api/caller.ts'
import { times } from '../effort.ts'
import { requestOf } from './kinesis-request.ts'

const signed = (credential: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=abc`,
})
const callerOf = (headers: Record<string, string>, path = '/') =>
  statedCaller(requestOf('ListStreams', '{}', { headers, path }), '999999999999')

test('an access key id of 12 digits is the account, and the scope has the region', () => {
  expect(callerOf(signed('123456789012/20240101/eu-west-1/kinesis/aws4_request'))).toEqual({
    account: '123456789012',
    region: 'eu-west-1',
  })
})

test('any other access key id belongs to the default account', () => {
  for (const id of ['AKIAIOSFODNN7EXAMPLE', '12345678901', '1234567890123', 'test']) {
    expect(callerOf(signed(`${id}/20240101/us-west-2/kinesis/aws4_request`))).toEqual({
      account: '999999999999',
      region: 'us-west-2',
    })
  }
})

test('a presigned query names account and region too, escaped or not', () => {
  const expected = { account: '123456789012', region: 'eu-north-1' }
  expect(
    callerOf({}, '/?X-Amz-Credential=123456789012%2F20240101%2Feu-north-1%2Fkinesis%2Faws4_request'),
  ).toEqual(expected)
  expect(
    callerOf({}, '/?a=b&X-Amz-Credential=123456789012/20240101/eu-north-1/kinesis/aws4_request'),
  ).toEqual(expected)
})

test('a request that is not signed, or signed in another way, is the default account’s in us-east-1', () => {
  const nobody = { account: '999999999999', region: 'us-east-1' }
  expect(callerOf({})).toEqual(nobody)
  for (const authorization of [
    '',
    'Basic dXNlcjpwYXNz',
    'AWS4-HMAC-SHA256',
    'AWS4-HMAC-SHA256 Credential=a/b/c',
  ]) {
    expect(callerOf({ authorization })).toEqual(nobody)
  }
})

test('a region that could not be part of an ARN is not taken', () => {
  for (const region of ['a:b', '../x', 'EU', 'a'.repeat(33), '']) {
    expect(callerOf(signed(`123456789012/20240101/${region}/kinesis/aws4_request`)).region).toBe('us-east-1')
  }
})

/* Parts of credentials and what may stand between and around them, right and nearly right. */
const parts = [
  'Credential=',
  'credential=',
  '123456789012',
  'AKID',
  '/',
  '/20240101/',
  '/2024/',
  'us-east-1',
  'eu-west-1',
  'kinesis',
  'sqs',
  '/aws4_request',
  ', SignedHeaders=host, Signature=',
  ',',
  ' ',
  'a'.repeat(33),
]
const authorizations = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((all) => all.join(''))
const usual = fc
  .tuple(fc.constantFrom('123456789012', '210987654321', 'AKID'), fc.constantFrom('us-east-1', 'eu-west-1'))
  .chain(([id, region]) => {
    const { authorization } = signed(`${id}/20240101/${region}/kinesis/aws4_request`)
    return fc.tuple(fc.constant(authorization), fc.constantFrom('', ...parts)).map((all) => all.join(''))
  })

test('requests one after the other are of the callers that each of them states', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(authorizations, usual), { minLength: 2, maxLength: 8 }), (all) => {
      const callerOf = statedCallers('999999999999')
      for (const authorization of all) {
        const request = requestOf('ListStreams', '{}', { headers: { authorization } })
        expect(callerOf(request)).toEqual(statedCaller(request, '999999999999'))
      }
    }),
    { numRuns: times(300) },
  )
})
