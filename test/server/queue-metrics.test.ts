import { expect, test } from 'vitest'
import { queueMetrics } from '../../src/server/queue-metrics.ts'
import { openTestQueues, owner, send } from '../sqs-layer/open-test-queues.ts'

async function valuesOf(queues: Parameters<typeof queueMetrics>[0], queue: string) {
  const metrics = await queueMetrics(queues)
  return Object.fromEntries(
    metrics.map(({ name, samples }) => [
      name.replace('millrace_sqs_queue_approximate_', ''),
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
  expect(await valuesOf(queues, 'used')).toEqual({
    number_of_messages_visible: 2,
    number_of_messages_not_visible: 1,
    number_of_messages_delayed: 1,
    age_of_oldest_message_seconds: 5,
  })
  expect(Object.values(await valuesOf(queues, 'idle'))).toEqual([0, 0, 0, 0])
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
