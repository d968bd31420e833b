import { expect, test } from 'vitest'
import { streamQueueMetrics } from '../../src/server/stream-queue-metrics.ts'
import { owner } from '../shards/open-test-streams.ts'
import { handlesOf, openTestQueue, type TestQueue } from '../stream-queues/open-test-queue.ts'

async function valuesOf({ streams, queues }: TestQueue) {
  const metrics = await streamQueueMetrics(streams, queues)
  return Object.fromEntries(
    metrics.map(({ name, samples }) => [name.replace('millrace_kinesis_queue_', ''), samples[0]?.value]),
  )
}

test('queues over streams tell how many records there are of each kind, and what was done with them', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 1 } })
  await opened.put('a', 'b', 'c', 'd', 'e')
  await opened.receive('live', 2)
  await opened.pass(30)
  await opened.receive('dead', 1)
  const [record] = await opened.receive('live', 1)
  await opened.receive('live', 1)
  await opened.queue.acknowledge('live', handlesOf([record!]))
  expect(await valuesOf(opened)).toEqual({
    received_queue_records_total: 5,
    acknowledged_queue_records_total: 1,
    empty_receives_total: 0,
    visible_queue_records: 1,
    in_flight_queue_records: 1,
    visible_dead_letter_queue_records: 1,
    in_flight_dead_letter_queue_records: 1,
  })
  const [first] = await streamQueueMetrics(opened.streams, opened.queues)
  expect(first?.samples[0]?.labels).toEqual({ ...owner, stream: 'test', queue: 'work' })
})

test('a queue that is deleted has no metrics any more', async () => {
  const opened = await openTestQueue()
  await opened.streams.queues.delete(opened.state)
  expect(await streamQueueMetrics(opened.streams, opened.queues)).toEqual([])
})
