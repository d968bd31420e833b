import { expect, test } from 'vitest'
import { handlesOf, openTestQueue, type TestQueue, textsOf } from './open-test-queue.ts'

/** Lets everything that can be received run out of receives. */
async function exhaust(opened: TestQueue, times: number) {
  for (let i = 0; i < times; i++) {
    await opened.receive()
    await opened.pass(30)
  }
}

test('a record that was received as often as may be is a dead letter, and no other receive gives it out', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 3 } })
  await opened.put('one')
  await exhaust(opened, 2)
  expect(await opened.receive('dead')).toEqual([])
  await exhaust(opened, 1)
  expect(await opened.receive()).toEqual([])
  expect(await opened.receive('dead')).toMatchObject([{ key: 'one', receiveCount: 4 }])
})

test('six receives are allowed by default', async () => {
  const opened = await openTestQueue()
  await opened.put('one')
  await exhaust(opened, 5)
  expect(await opened.receive('dead')).toEqual([])
  await exhaust(opened, 1)
  expect(textsOf(await opened.receive('dead'))).toEqual(['one'])
})

test('a dead letter is hidden while it is looked at, seen again, and gone when it is acknowledged', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 1 } })
  await opened.put('one')
  await exhaust(opened, 1)
  await opened.receive('dead')
  expect(await opened.receive('dead')).toEqual([])
  expect(opened.queue.counts()).toMatchObject({ visibleDead: 0, inFlightDead: 1 })
  await opened.pass(30)
  const handles = handlesOf(await opened.receive('dead'))
  expect(await opened.queue.acknowledge('live', handles)).toMatchObject([{ code: 'STREAM_RECORD_NOT_HELD' }])
  expect(await opened.queue.acknowledge('dead', handles)).toEqual([undefined])
  await opened.pass(3600)
  expect(await opened.receive('dead')).toEqual([])
})

test('a restored record counts its receives anew, and no handle from before is good for it', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 2 } })
  await opened.put('one')
  const [early] = await opened.receive()
  await opened.pass(30)
  await exhaust(opened, 1)
  const [dead] = await opened.receive('dead')
  expect(await opened.queue.restore([dead!.receiptHandle])).toEqual([undefined])
  expect(await opened.queue.restore([dead!.receiptHandle])).toMatchObject([
    { code: 'STREAM_RECORD_NOT_HELD' },
  ])
  expect(opened.queue.counts()).toMatchObject({ visible: 1, visibleDead: 0 })
  const again = await opened.restart()
  const [record] = await again.receive()
  expect(record).toMatchObject({ receiveCount: 1, firstReceivedMs: early!.firstReceivedMs })
  const old = await again.queue.acknowledge('live', [early!.receiptHandle])
  expect(old).toMatchObject([{ code: 'STREAM_RECORD_NOT_HELD' }])
  await again.pass(30)
  expect(await again.receive()).toMatchObject([{ receiveCount: 2 }])
  await again.pass(30)
  expect(textsOf(await again.receive('dead'))).toEqual(['one'])
})

test('only what is in flight as a dead letter can be restored', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 1 } })
  await opened.put('one')
  const live = handlesOf(await opened.receive())
  expect(await opened.queue.restore(live)).toMatchObject([{ code: 'STREAM_RECORD_NOT_HELD' }])
  await opened.pass(30)
  const dead = handlesOf(await opened.receive('dead'))
  await opened.pass(30)
  expect(await opened.queue.restore(dead)).toMatchObject([{ code: 'STREAM_RECORD_NOT_HELD' }])
})

test('without dead-letter handling a record comes again for good', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: null } })
  await opened.put('one')
  await exhaust(opened, 20)
  expect(await opened.receive()).toMatchObject([{ receiveCount: 21 }])
})

test('a lower limit holds for what waits already, and what is dead stays so under a higher one', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 10 } })
  await opened.put('one')
  await exhaust(opened, 3)
  await opened.streams.queues.update(opened.state, { maxReceiveCount: 3 })
  await opened.pass(0)
  expect(await opened.receive()).toEqual([])
  expect(await opened.receive('dead')).toHaveLength(1)
  await opened.streams.queues.update(opened.state, { maxReceiveCount: 100 })
  const again = await opened.restart()
  await again.pass(30)
  expect(await again.receive()).toEqual([])
  expect(await again.receive('dead')).toHaveLength(1)
})
