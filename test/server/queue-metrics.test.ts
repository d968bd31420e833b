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
  await queue('unused')
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
  expect(new Set(Object.values(await valuesOf(queues, 'unused')))).toEqual(new Set([0]))
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

test('a scrape leaves queues closed that nobody uses, whatever they hold', async () => {
  const first = await openTestQueues()
  for (const name of ['empty', 'full', 'emptied', 'ordered.fifo']) await first.queue(name)
  await send(await first.queue('full'), ['a', 'b'])
  await send(await first.queue('ordered.fifo'), ['a', 'b'], { groupId: 'g', deduplicationId: 'd' })
  const emptied = await first.queue('emptied')
  await send(emptied, ['a'])
  await emptied.delete((await emptied.receive({ countMax: 1 })).map(({ receiptHandle }) => receiptHandle))
  const { queues, queue, pass } = await first.restart()
  const visible = async () => {
    const names = ['empty', 'full', 'emptied', 'ordered.fifo']
    const all = await Promise.all(names.map((name) => valuesOf(queues, name)))
    return all.map((values) => values.number_of_messages_visible)
  }
  expect(await visible()).toEqual([0, 2, 0, 1])
  await pass(7)
  expect(await visible()).toEqual([0, 2, 0, 1])
  expect(await valuesOf(queues, 'full')).toEqual({
    number_of_messages_visible: 2,
    number_of_messages_not_visible: 0,
    number_of_messages_delayed: 0,
    age_of_oldest_message_seconds: 7,
  })
  for (const name of ['empty', 'full', 'emptied', 'ordered.fifo'])
    expect(queues.opened(owner, name)).toBeUndefined()
  await send(await queue('full'), ['c'])
  expect(await visible()).toEqual([0, 3, 0, 1])
})

test('a scrape opens a queue in which messages are hidden, or have expired', async () => {
  const first = await openTestQueues()
  await send(await first.queue('delayed'), ['a'], { delaySeconds: 60 })
  await send(await first.queue('old', { messageRetentionPeriod: 600 }), ['a'])
  await send(await first.queue('flight'), ['a'])
  await (await first.queue('flight')).receive({ countMax: 1, visibilityTimeout: 60 })
  const { queues, pass } = await first.restart()
  const visible = async () => {
    const all = await Promise.all(['delayed', 'flight', 'old'].map((name) => valuesOf(queues, name)))
    return all.map((values) => values.number_of_messages_visible)
  }
  expect(await visible()).toEqual([0, 0, 1])
  await pass(60)
  expect(await visible()).toEqual([1, 1, 1])
  expect(queues.opened(owner, 'old')).toBeUndefined()
  await pass(540)
  await visible()
  await pass(0)
  expect(await visible()).toEqual([1, 1, 0])
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
