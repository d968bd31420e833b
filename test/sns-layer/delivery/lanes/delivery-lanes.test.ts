import { beforeEach, expect, test } from 'vitest'
import type { Verdict } from '../../../../src/sns-layer/delivery/lanes/verdict.ts'
import { commitPrepared } from '../../../../src/sqs-layer/index.ts'
import {
  delivered,
  openMax,
  openTestLanes,
  type Subscriber,
  settle,
  startMs,
  type TestLanes,
} from './open-test-lanes.ts'

let at: TestLanes

beforeEach(async () => {
  at = await openTestLanes()
})

const never: Subscriber = (_text, _attempts, signal) =>
  new Promise<Verdict>((resolve) => signal.addEventListener('abort', () => resolve(delivered)))

/** Puts off by so many seconds as often as it is said. */
function failing(times: number, seconds: number): Subscriber {
  return (_text, attempts) =>
    attempts < times ? { kind: 'put-off', dueMs: at.clock.nowMs() + seconds * 1000 } : delivered
}

test('what is published is delivered once, in the order of publishing', async () => {
  await at.publish('a:1')
  await at.publish('a:2', 'b:1')
  await at.pass(1)
  expect(at.tried.toSorted()).toEqual(['a:1', 'a:2', 'b:1'])
})

test('a delivery that failed is made again when it is due, also after a restart', async () => {
  at.subscribers.set('a', failing(2, 20))
  await at.publish('a:1')
  expect(at.tried).toEqual(['a:1'])
  await at.pass(19)
  expect(at.tried).toEqual(['a:1'])
  await at.pass(1)
  expect(at.tried).toEqual(['a:1', 'a:1'])
  at = await at.restart()
  await at.pass(20)
  expect(at.tried).toEqual(['a:1'])
  await at.pass(100)
  expect(at.tried).toEqual(['a:1'])
})

test('what was under way when the server stopped is delivered after the start', async () => {
  at.subscribers.set('a', never)
  await at.publish('a:1')
  const restarting = at.restart()
  await settle()
  at.clock.advance(2000)
  at = await restarting
  at.subscribers.set('a', () => delivered)
  await at.pass(1)
  expect(at.tried).toEqual(['a:1'])
})

test('subscribers that hang delay nobody, however many they are', async () => {
  const names = Array.from({ length: 600 }, (_, i) => `h${i}`)
  for (const name of names) at.subscribers.set(name, never)
  await at.publish(...names.map((name) => `${name}:1`))
  await at.pass(1)
  expect(at.lanes.underWayCount).toBeGreaterThan(511)
  at.tried.length = 0
  await at.publish('good:1', 'good:2', 'good:3')
  expect(at.tried).toEqual(['good:1', 'good:2', 'good:3'])
})

test('a subscriber that has failed gets one delivery at a time, and more when it is well again', async () => {
  let underWay = 0
  let most = 0
  const ends: (() => void)[] = []
  at.subscribers.set('a', async () => {
    most = Math.max(most, ++underWay)
    await new Promise<void>((resolve) => ends.push(resolve))
    underWay--
    return delivered
  })
  await at.publish(...Array.from({ length: 30 }, (_, i) => `a:${i}`))
  expect(most).toBe(1)
  for (let i = 0; i < 30; i++) {
    ends.shift()?.()
    await settle()
  }
  expect(most).toBe(8)
  expect(at.tried.length).toBe(30)
})

test('a FIFO lane delivers a group in its order, and waits for the retries of each', async () => {
  at.subscribers.set('a.fifo', (text, attempts) =>
    text === '1' && attempts < 1 ? { kind: 'put-off', dueMs: at.clock.nowMs() + 5000 } : delivered,
  )
  await at.publish('a.fifo:1@x', 'a.fifo:2@x', 'a.fifo:3@y')
  await at.pass(4)
  expect(at.tried).toEqual(['a.fifo:1', 'a.fifo:3'])
  await at.pass(1)
  expect(at.tried).toEqual(['a.fifo:1', 'a.fifo:3', 'a.fifo:1', 'a.fifo:2'])
})

test('deliveries are no more a second than the subscription allows', async () => {
  at.rate = 2
  await at.publish(...Array.from({ length: 10 }, (_, i) => `a:${i}`))
  for (let i = 0; i < 20; i++) await at.pass(0.1)
  expect(at.tried.length).toBeGreaterThanOrEqual(4)
  expect(at.tried.length).toBeLessThanOrEqual(5)
})

test('deliveries for a subscription that is gone are dropped', async () => {
  at.subscribers.set('a', failing(1000, 10))
  await at.publish('a:1', 'a:2', 'a:3')
  at.subscribers.delete('a')
  await at.pass(10)
  await at.pass(31)
  expect(at.lanes.laneCount).toBe(0)
})

test('a lane that is empty for half a minute is dropped with its logs, and made anew when it is needed', async () => {
  await at.publish('a:1')
  const logs = at.store.stats().logs
  await at.pass(29)
  expect(at.lanes.laneCount).toBe(1)
  await at.pass(1)
  expect(at.lanes.laneCount).toBe(0)
  expect(at.store.stats().logs).toBeLessThan(logs)
  await at.publish('a:2')
  at = await at.restart()
  await at.pass(1)
  expect(at.tried).toEqual([])
})

test('a lane that something is on its way to is not dropped', async () => {
  await at.publish('a:1')
  at.clock.advance(29_999)
  const publishing = at.publish('a:2')
  at.clock.advance(1)
  await publishing
  expect(at.tried).toEqual(['a:1', 'a:2'])
})

test('a publish that the store refuses leaves no lane behind', async () => {
  await at.store.close()
  const prepared = at.lanes.prepare('a', false, [{ body: Buffer.from('1'), groupId: undefined }])
  await expect(commitPrepared(at.store, [prepared]).done).rejects.toThrow()
  expect(at.lanes.laneCount).toBe(0)
})

test('more lanes with a backlog than may be open are opened in turn, and all are served', async () => {
  const count = 250
  const names = Array.from({ length: count }, (_, i) => `s${i}`)
  for (const name of names) at.subscribers.set(name, failing(1, 3600))
  await at.publish(...names.map((name) => `${name}:1`))
  for (let i = 0; i < 10; i++) await at.pass(0.01)
  expect(at.tried.length).toBe(count)
  expect(at.lanes.openCount).toBeLessThanOrEqual(openMax)
  at = await at.restart()
  await settle()
  expect(at.tried.length).toBe(0)
  await at.pass(3601)
  for (let i = 0; i < 10; i++) await at.pass(0.01)
  expect(at.tried.length).toBe(count)
  expect(at.lanes.openCount).toBeLessThanOrEqual(openMax)
})

test('a failing subscriber has a bounded number of messages put off; the rest waits on the disk', async () => {
  at.subscribers.set('a', () => ({ kind: 'put-off', dueMs: startMs + 3_600_000 }))
  for (let i = 0; i < 3; i++) await at.publish(...Array.from({ length: 500 }, () => 'a:x'))
  for (let i = 0; i < 80; i++) await at.pass(0.001)
  expect(at.tried.length).toBe(1000)
})
