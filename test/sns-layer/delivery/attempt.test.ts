import { beforeEach, expect, test } from 'vitest'
import { hasCode, ManualClock } from '../../../src/base/index.ts'
import { Attempt, type AttemptParts } from '../../../src/sns-layer/delivery/attempt.ts'
import { DeliveryCounters } from '../../../src/sns-layer/delivery/delivery-counters.ts'
import { letterBytes, letterOf } from '../../../src/sns-layer/delivery/letter.ts'
import {
  customerRetryPolicy,
  managedRetryPolicy,
} from '../../../src/sns-layer/delivery/policy/retry-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from '../../../src/sns-layer/delivery/target.ts'
import type { Destination, Work } from '../../../src/sqs-layer/index.ts'
import { SeededRandom } from '../../sim/seeded-random.ts'
import { deliveryTo, notification, publishedMs, subscriptionOf, topic } from './test-delivery.ts'

const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead'
const signal = new AbortController().signal

let clock: ManualClock
let counters: DeliveryCounters
let logged: object[]
let dead: Destination | undefined

beforeEach(() => {
  clock = new ManualClock(publishedMs + 500)
  counters = new DeliveryCounters()
  logged = []
  dead = { queue: { isFifo: false } as Destination['queue'], sent: () => undefined }
})

function parts(): AttemptParts {
  const ignore = () => undefined
  return {
    clock,
    random: new SeededRandom(1),
    logger: { debug: ignore, info: (fields) => logged.push(fields), warn: ignore, error: ignore },
    countersOf: () => counters,
    deadLetterQueue: () => dead,
    queueMessageOf: async (_delivery, { message }) => ({ body: Buffer.from(message) }),
  }
}

function targetOf(outcome: DeliveryOutcome, more: Partial<Target> = {}): Target {
  return {
    protocols: ['http'],
    needsConfirmation: true,
    retryPolicy: undefined,
    endpointFault: () => undefined,
    deliver: async () => outcome,
    ...more,
  }
}

function workOf(attempts = 0, firstAttemptMs = attempts === 0 ? 0 : publishedMs): Work {
  const body = letterBytes(notification)
  return { offset: 0, storedMs: publishedMs, body, groupId: undefined, attempts, firstAttemptMs, slot: 0 }
}

const subscription = subscriptionOf('http://example.com/')
const withDeadLetters = subscriptionOf('http://example.com/', { deadLetterTargetArn })

function attempt(target: Target | undefined, work = workOf(), delivery: Delivery = deliveryTo(subscription)) {
  return new Attempt(parts(), target, delivery, work).make(signal)
}

test('a delivery that is made is over', async () => {
  expect(await attempt(targetOf({ kind: 'delivered' }))).toEqual({ kind: 'done', isHealthy: true })
  expect(counters).toMatchObject({ notificationsDelivered: 1, notificationsFailed: 0 })
})

test('one that fails is put off by what the policy says, give or take a tenth', async () => {
  const verdict = await attempt(targetOf({ kind: 'retry' }))
  if (verdict.kind !== 'put-off') throw new Error(verdict.kind)
  expect(Math.abs(verdict.dueMs - clock.nowMs() - 20_000)).toBeLessThanOrEqual(2000)
  expect(counters.notificationsFailed).toBe(1)
})

test('after the last retry it is given up, and goes to the dead-letter queue if there is one', async () => {
  const failing = targetOf({ kind: 'retry' })
  expect(await attempt(failing, workOf(3))).toEqual({ kind: 'done', isHealthy: false })
  expect(await attempt(failing, workOf(3), deliveryTo(withDeadLetters))).toMatchObject({
    kind: 'move',
    to: dead,
  })
  expect(counters).toMatchObject({ notificationsFailed: 2, notificationsRedrivenToDlq: 1 })
})

test('a permanent failure is not retried', async () => {
  const verdict = await attempt(targetOf({ kind: 'failed' }), workOf(), deliveryTo(withDeadLetters))
  expect(verdict).toMatchObject({ kind: 'move' })
})

test('a dead-letter queue that is gone is counted, and the message is given up', async () => {
  dead = undefined
  const verdict = await attempt(targetOf({ kind: 'failed' }), workOf(), deliveryTo(withDeadLetters))
  expect(verdict).toEqual({ kind: 'done', isHealthy: false })
  expect(counters.notificationsFailedToRedriveToDlq).toBe(1)
})

test('an HTTP endpoint is retried within an hour of the first attempt, whatever its policy says', async () => {
  const healthyRetryPolicy = { ...managedRetryPolicy, numRetries: 100, numMaxDelayRetries: 85 }
  const delivery = deliveryTo(subscription)
  const patient = { ...delivery, policy: { ...delivery.policy, healthyRetryPolicy } }
  const failing = targetOf({ kind: 'retry' })
  expect(await attempt(failing, workOf(50, clock.nowMs() - 3_579_000), patient)).toMatchObject({
    kind: 'put-off',
  })
  expect(await attempt(failing, workOf(50, clock.nowMs() - 3_581_000), patient)).toMatchObject({
    kind: 'done',
  })
})

test('other endpoints have their fixed policies, and count a failure when they are given up', async () => {
  const failing = targetOf({ kind: 'retry' }, { retryPolicy: managedRetryPolicy })
  expect(await attempt(failing, workOf(100_014, 1))).toMatchObject({ kind: 'put-off' })
  expect(counters.notificationsFailed).toBe(0)
  expect(await attempt(failing, workOf(100_015, 1))).toMatchObject({ kind: 'done' })
  expect(counters.notificationsFailed).toBe(1)
})

test('a failure may say by which policy it is retried', async () => {
  const throttled = targetOf(
    { kind: 'retry', retriedBy: customerRetryPolicy },
    { retryPolicy: managedRetryPolicy },
  )
  expect(await attempt(throttled, workOf(49, 1))).toMatchObject({ kind: 'put-off' })
  expect(await attempt(throttled, workOf(50, 1))).toMatchObject({ kind: 'done' })
})

test('a protocol that the server does not deliver to any more is retried, not lost at once', async () => {
  expect(await attempt(undefined)).toMatchObject({ kind: 'put-off' })
})

test('an error of the server is retried', async () => {
  const broken = targetOf({ kind: 'delivered' }, { deliver: () => Promise.reject(new Error('a bug')) })
  expect(await attempt(broken)).toMatchObject({ kind: 'put-off' })
})

test('the ends of deliveries are logged as the topic wants, in the form of AWS, without the password of an endpoint', async () => {
  const feedback = {
    HTTPSuccessFeedbackRoleArn: 'arn:aws:iam::000000000000:role/r',
    HTTPSuccessFeedbackSampleRate: '100',
  }
  const delivery = {
    ...deliveryTo(subscriptionOf('https://user:secret@example.com/x')),
    topic: { ...topic, settings: { ...topic.settings, feedback } },
  }
  await attempt(targetOf({ kind: 'delivered', statusCode: 200, response: 'OK' }), workOf(1), delivery)
  expect(logged).toEqual([
    {
      notification: {
        messageMD5Sum: '8b1a9953c4611296a827abf8c47804d7',
        messageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
        topicArn: 'arn:aws:sns:us-east-1:000000000000:orders',
        timestamp: '2026-01-02 03:04:05.678',
      },
      delivery: {
        deliveryId: 'd-1',
        destination: 'https://user:****@example.com/x',
        providerResponse: 'OK',
        dwellTimeMs: 500,
        attempts: 2,
        statusCode: 200,
      },
      status: 'SUCCESS',
    },
  ])
  // No role for failures is set.
  await attempt(targetOf({ kind: 'failed' }), workOf(), delivery)
  expect(logged.length).toBe(1)
})

test('of the successes the share is logged that the topic has set', async () => {
  const feedback = { HTTPSuccessFeedbackRoleArn: 'r', HTTPSuccessFeedbackSampleRate: '25' }
  const delivery = {
    ...deliveryTo(subscription),
    topic: { ...topic, settings: { ...topic.settings, feedback } },
  }
  const own = parts()
  for (let i = 0; i < 400; i++)
    await new Attempt(own, targetOf({ kind: 'delivered' }), delivery, workOf()).make(signal)
  expect(logged.length).toBeGreaterThan(60)
  expect(logged.length).toBeLessThan(140)
})

test('a letter is the same after it was stored', () => {
  expect(letterOf(letterBytes(notification))).toEqual(notification)
  const asked = { type: 'SubscriptionConfirmation', messageId: 'm', token: 't', timeMs: 1 } as const
  expect(letterOf(letterBytes(asked))).toEqual(asked)
})

test('a letter of a newer version is refused', () => {
  const read = () => letterOf(Buffer.from('{"type":"Telegram"}'))
  expect(read).toThrow(/Telegram/)
  try {
    read()
  } catch (error) {
    expect(hasCode(error, 'SNS_EVENT_UNKNOWN')).toBe(true)
  }
})
