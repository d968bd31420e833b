import { expect, test } from 'vitest'
import { checkPolicy } from '../../../src/shards/settings/resource-policy.ts'

const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders'
const statement = {
  Sid: 'write',
  Effect: 'Allow',
  Principal: { AWS: '123456789012' },
  Action: ['kinesis:DescribeStreamSummary', 'kinesis:Put*'],
  Resource: arn,
}
const policyOf = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })

const good: [string, string][] = [
  ['a statement', policyOf(statement)],
  ['one statement that is not in a list', JSON.stringify({ Statement: statement })],
  [
    'the older version, with an id',
    JSON.stringify({ Version: '2008-10-17', Id: 'x', Statement: [statement] }),
  ],
  ['everybody', policyOf({ ...statement, Principal: '*' })],
  [
    'several principals',
    policyOf({ ...statement, Principal: { AWS: ['*', '1'], Service: 'a.amazonaws.com' } }),
  ],
  [
    'wildcards in the resource',
    policyOf({ ...statement, Resource: ['arn:aws:kinesis:*:stream/ord?rs', '*'] }),
  ],
  ['a condition', policyOf({ ...statement, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
  ['a denial of all actions', policyOf({ ...statement, Effect: 'Deny', Action: 'Kinesis:*' })],
  ['as many bytes as may be', policyOf(statement).padEnd(20 * 1024)],
]

test.each(good)('checkPolicy takes %s', (_, text) => {
  expect(() => checkPolicy(text, arn)).not.toThrow()
})

const bad: [string, string, string][] = [
  ['no JSON', '{', 'it is not JSON'],
  ['an empty text', '', 'it is not JSON'],
  ['a byte too many', policyOf(statement).padEnd(20 * 1024 + 1), 'it has more than 20480 bytes'],
  ['brackets without end', '['.repeat(20_000), 'it is not JSON'],
  ['no object', '[]', 'the policy is missing or not an object'],
  ['null', 'null', 'the policy is missing or not an object'],
  ['another version', '{"Version":"2012-10-18"}', 'its Version is not 2012-10-17 or 2008-10-17'],
  ['an unknown member', '{"Statements":[]}', 'the policy has the unknown member Statements'],
  ['no statement', '{}', 'a Statement is missing or not an object'],
  ['an empty list of statements', '{"Statement":[]}', 'it has no Statement'],
  ['an id that is no text', '{"Id":1,"Statement":[]}', 'Id is not a text'],
  ['no effect', policyOf({ ...statement, Effect: undefined }), 'an Effect is neither Allow nor Deny'],
  [
    'no principal',
    policyOf({ ...statement, Principal: undefined }),
    'a Principal is missing or not an object',
  ],
  ['an empty principal', policyOf({ ...statement, Principal: {} }), 'a Principal is empty'],
  ['another kind of principal', policyOf({ ...statement, Principal: { Org: 'x' } }), 'unknown member Org'],
  ['a principal of nothing', policyOf({ ...statement, Principal: { AWS: [] } }), 'Principal AWS is missing'],
  ['no action', policyOf({ ...statement, Action: undefined }), 'Action is missing'],
  [
    'an action of another service',
    policyOf({ ...statement, Action: 's3:GetObject' }),
    's3:GetObject is not an action',
  ],
  ['all actions of all services', policyOf({ ...statement, Action: '*' }), '* is not an action of Kinesis'],
  ['no resource', policyOf({ ...statement, Resource: undefined }), 'Resource is missing'],
  [
    'another resource',
    policyOf(statement, { ...statement, Resource: `${arn}x` }),
    `the Resource ${arn}x is not ${arn}`,
  ],
  [
    'a condition that is none',
    policyOf({ ...statement, Condition: 'x' }),
    'a Condition is missing or not an object',
  ],
  [
    'an unknown member of a statement',
    policyOf({ ...statement, NotAction: 'x' }),
    'unknown member NotAction',
  ],
]

test.each(bad)('checkPolicy refuses %s', (_, text, reason) => {
  expect(() => checkPolicy(text, arn)).toThrow(
    expect.objectContaining({ code: 'POLICY_INVALID', message: expect.stringContaining(reason) }),
  )
})
