import { expect, test } from 'vitest'
import {
  effectivePolicy,
  subscriptionPolicyText,
  topicPolicyText,
} from '../../../../src/sns-layer/delivery/policy/delivery-policy.ts'
import {
  parseDeliveryPolicy,
  parseTopicDeliveryPolicy,
} from '../../../../src/sns-layer/delivery/policy/parse-policy.ts'

const retry = {
  minDelayTarget: 1,
  maxDelayTarget: 60,
  numRetries: 50,
  numMaxDelayRetries: 35,
  numNoDelayRetries: 3,
  numMinDelayRetries: 2,
  backoffFunction: 'exponential',
}

function policyOf(policy: object, isRaw = false) {
  return parseDeliveryPolicy(JSON.stringify(policy), isRaw)
}

function topicPolicyOf(http: object) {
  return parseTopicDeliveryPolicy(JSON.stringify({ http }))
}

test("the guide's example of a delivery policy is read", () => {
  const policy = policyOf({ healthyRetryPolicy: retry, throttlePolicy: { maxReceivesPerSecond: 10 } })
  expect(policy).toEqual({
    healthyRetryPolicy: retry,
    throttlePolicy: { maxReceivesPerSecond: 10 },
    requestPolicy: null,
  })
})

test('members that a retry policy leaves out have their defaults', () => {
  expect(policyOf({ healthyRetryPolicy: { numRetries: 5 } })).toMatchObject({
    healthyRetryPolicy: { numRetries: 5, minDelayTarget: 20, maxDelayTarget: 20, backoffFunction: 'linear' },
  })
})

test('what AWS shows as a policy is read again: members that are null, and guaranteed', () => {
  const shown =
    '{"healthyRetryPolicy":{"minDelayTarget":5,"maxDelayTarget":20,"numRetries":5,"numMaxDelayRetries":null,'
  const rest = '"backoffFunction":null},"sicklyRetryPolicy":null,"throttlePolicy":null,"guaranteed":false}'
  expect(parseDeliveryPolicy(shown + rest, false)).toMatchObject({ healthyRetryPolicy: { numRetries: 5 } })
})

const total =
  'numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries'

test.each<[string, object, string]>([
  ['too short a delay', { minDelayTarget: 0 }, 'minDelayTarget must be greater than or equal to 1'],
  ['too long a delay', { maxDelayTarget: 3601 }, 'maxDelayTarget must be less than or equal to 3600'],
  ['too many retries', { numRetries: 101 }, 'numRetries must be less than or equal to 100'],
  ['fewer than no retries', { numRetries: -1 }, 'numRetries must be greater than or equal to 0'],
  ['half a retry', { numRetries: 1.5 }, 'numRetries must be an integer'],
  ['a number as text', { numRetries: '3' }, 'numRetries must be an integer'],
  [
    'delays that cross',
    { minDelayTarget: 30 },
    'maxDelayTarget must be greater than or equal to minDelayTarget',
  ],
  ['phases over the total', { numRetries: 3, numNoDelayRetries: 4 }, total],
  [
    'an unknown function',
    { backoffFunction: 'quadratic' },
    'backoffFunction: the value [quadratic] is not a valid backoff function',
  ],
  [
    'a function that is no text',
    { backoffFunction: { toString: 1 } },
    'backoffFunction: the value [{"toString":1}] is not a valid backoff function',
  ],
])('a retry policy with %s is refused', (_, retryPolicy, reason) => {
  expect(policyOf({ healthyRetryPolicy: retryPolicy })).toBe(`DeliveryPolicy: healthyRetryPolicy.${reason}`)
  expect(topicPolicyOf({ defaultHealthyRetryPolicy: retryPolicy })).toBe(
    `DeliveryPolicy: http.defaultHealthyRetryPolicy.${reason}`,
  )
})

test.each<[string, string]>([
  ['{', 'failed to parse JSON'],
  ['[]', 'the policy must be a JSON object'],
  ['null', 'the policy must be a JSON object'],
  ['{"healthyRetryPolicy":7}', 'healthyRetryPolicy must be a JSON object'],
  ['{"retryPolicy":{}}', 'unexpected JSON member: retryPolicy'],
  ['{"__proto__":{}}', 'unexpected JSON member: __proto__'],
  ['{"healthyRetryPolicy":{"retries":1}}', 'unexpected JSON member: healthyRetryPolicy.retries'],
  ['{"sicklyRetryPolicy":{}}', 'sicklyRetryPolicy must be null'],
  ['{"guaranteed":true}', 'guaranteed must be false'],
  [
    '{"throttlePolicy":{"maxReceivesPerSecond":0}}',
    'throttlePolicy.maxReceivesPerSecond must be greater than or equal to 1',
  ],
  [
    '{"requestPolicy":{"headerContentType":"text/xml"}}',
    'requestPolicy.headerContentType must be one of text/plain, application/json',
  ],
])('%s is no delivery policy', (text, reason) => {
  expect(parseDeliveryPolicy(text, false)).toBe(`DeliveryPolicy: ${reason}`)
})

test('a header cannot be smuggled in by a content type', () => {
  expect(policyOf({ requestPolicy: { headerContentType: 'text/plain\r\nx: y' } }, true)).toMatch(
    /must be one of/,
  )
})

test('raw message delivery allows more content types, with a character set if wanted', () => {
  for (const headerContentType of ['text/xml', 'application/json; charset=UTF-8', 'application/soap+xml'])
    expect(policyOf({ requestPolicy: { headerContentType } }, true)).toMatchObject({
      requestPolicy: { headerContentType },
    })
})

test("a subscription's policy goes before its topic's, member by member, unless the topic forbids it", () => {
  const topic = topicPolicyOf({
    defaultHealthyRetryPolicy: { numRetries: 7 },
    defaultThrottlePolicy: { maxReceivesPerSecond: 7 },
  })
  const own = policyOf({ healthyRetryPolicy: { numRetries: 9 } })
  if (typeof topic === 'string' || typeof own === 'string') throw new Error('refused')
  expect(effectivePolicy(topic, own)).toMatchObject({
    healthyRetryPolicy: { numRetries: 9 },
    throttlePolicy: { maxReceivesPerSecond: 7 },
  })
  expect(effectivePolicy({ ...topic, disableSubscriptionOverrides: true }, own)).toMatchObject({
    healthyRetryPolicy: { numRetries: 7 },
  })
})

test('the effective policies of a topic and a subscription that set nothing are the defaults, in the form of AWS', () => {
  const defaults =
    '{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,' +
    '"numMinDelayRetries":0,"backoffFunction":"linear"}'
  expect(topicPolicyText(undefined)).toBe(
    `{"http":{"defaultHealthyRetryPolicy":${defaults},"disableSubscriptionOverrides":false,` +
      '"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}',
  )
  expect(subscriptionPolicyText(undefined, undefined)).toBe(
    `{"healthyRetryPolicy":${defaults},"sicklyRetryPolicy":null,"throttlePolicy":null,` +
      '"requestPolicy":{"headerContentType":"text/plain; charset=UTF-8"},"guaranteed":false}',
  )
})
