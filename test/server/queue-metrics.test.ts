import { expect, test } from 'vitest'
import { queueMetrics } from '../../src/server/queue-metrics.ts'
import { openTestQueues, owner, send } from '../sqs-layer/open-test-queues.ts'

async function valuesOf(queues: Parameters<typeof queueMetrics>[0], queue: string) {
  const metrics = await queueMetrics(queues)
  return Object.fromEntries(
    metrics.map(({ name, samples }) => [
      name.replace(/^millrace_sqs_queue_(approximate_)?/, ''),
      samples.find(({ labels }) => labels?.queue === queue)?.value,
    ]),
  )
}

test('queues tell how many messages wait, are in flight and are delayed, and how old the oldest is', async () => {
  const { queue, queues, pass } = await openTestQueues()
  const used = await queue('used')
  await queue('idle')
  await send(used, ['a', 'b', 'c'])
  await send(used, ['d'], { delaySeconds: 60 })
  await used.receive({ countMax: 1 })
  await pass(5)
  expect(await valuesOf(queues, 'used')).toMatchObject({
    number_of_messages_visible: 2,
    number_of_messages_not_visible: 1,
    number_of_messages_delayed: 1,
    age_of_oldest_message_seconds: 5,
  })
  expect(new Set(Object.values(await valuesOf(queues, 'idle')))).toEqual(new Set([0]))
  expect((await queueMetrics(queues))[0]?.samples[0]?.labels).toEqual({ ...owner, queue: 'used' })
})

test('without queues there are no metrics of them, nor of deleted ones', async () => {
  const { queue, queues } = await openTestQueues()
  expect(await queueMetrics(queues)).toEqual([])
  await queue('gone')
  await queues.control.delete(owner, 'gone')
  expect(await queueMetrics(queues)).toEqual([])
})

test('a queue with messages tells of them after a restart, before anyone has used it', async () => {
  const first = await openTestQueues()
  await send(await first.queue('kept'), ['a', 'b'])
  const { queues } = await first.restart()
  expect(await valuesOf(queues, 'kept')).toMatchObject({ number_of_messages_visible: 2 })
})

test('queues count what is sent, received and deleted', async () => {
  const { queue, queues } = await openTestQueues()
  const used = await queue('used.fifo', { contentBasedDeduplication: true })
  await send(used, ['abc', 'd'], {
    groupId: 'g',
    attributes: [{ name: 'n', dataType: 'Number', value: '1' }],
  })
  await send(used, ['abc'], { groupId: 'g' })
  const received = await used.receive({ countMax: 10 })
  await used.receive({ countMax: 10 })
  await used.delete(['nonsense', received[0]!.receiptHandle])
  expect(await valuesOf(queues, 'used.fifo')).toMatchObject({
    number_of_messages_sent_total: 2,
    sent_message_size_bytes_total: 4 + 2 * ('n'.length + 'Number'.length + '1'.length),
    number_of_deduplicated_sent_messages_total: 1,
    number_of_messages_received_total: 2,
    number_of_empty_receives_total: 1,
    number_of_messages_deleted_total: 1,
  })
})

test('a message of a standard queue that was received three times does not make the queue old', async () => {
  const { queue, queues, pass } = await openTestQueues()
  const main = await queue('main', { visibilityTimeout: 0 })
  await send(main, ['poison'])
  await pass(10)
  const age = async () => (await valuesOf(queues, 'main')).age_of_oldest_message_seconds
  await main.receive({ countMax: 1 })
  await main.receive({ countMax: 1 })
  expect(await age()).toBe(10)
  await main.receive({ countMax: 1 })
  expect(await age()).toBe(0)
  await send(main, ['good'])
  await pass(3)
  expect(await age()).toBe(3)
})
