/*
 * Goal: a message that many queues get in one commit is in each of them what it would be if it had been sent there alone.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  commitPrepared,
  type OutgoingMessage,
  type Queue,
  type QueueSettings,
  type ReceivedMessage,
  SharedMessage,
} from '../../../src/sqs-layer/index.ts'
import { times } from '../../effort.ts'
import { openTestQueues, owner, startMs, type TestQueues } from '../open-test-queues.ts'

const outgoing: fc.Arbitrary<OutgoingMessage> = fc.record(
  {
    body: fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }).map((text) => Buffer.from(text)),
    attributes: fc.uniqueArray(
      fc.oneof(
        fc.record({
          name: fc.stringMatching(/^[a-z]{1,5}$/),
          dataType: fc.constant('String'),
          value: fc.string({ minLength: 1 }),
        }),
        fc.record({
          name: fc.stringMatching(/^[A-Z]{1,5}$/),
          dataType: fc.constant('Binary'),
          value: fc.uint8Array({ minLength: 1, maxLength: 9 }).map((bytes) => Buffer.from(bytes)),
        }),
      ),
      { selector: ({ name }) => name, maxLength: 3 },
    ),
    traceHeader: fc.constant('Root=1-5759e988-bd862e3fe1be46a994272793'),
    groupId: fc.stringMatching(/^[a-z]{1,9}$/),
  },
  { requiredKeys: ['body'] },
)

test('a message shared by standard queues is received from each as one that was sent to it', async () => {
  const test = await openTestQueues()
  let round = 0
  const property = fc.asyncProperty(
    fc.array(outgoing, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
    async (messages, restarts) => {
      const names = [`one-${round}`, `other-${round}`, `alone-${round++}`]
      const [one, other, alone] = (await Promise.all(names.map((name) => test.queue(name)))) as [
        Queue,
        Queue,
        Queue,
      ]
      await share(test, [one, other], messages)
      await alone.send(messages, owner.account)
      const now = restarts ? await test.restart() : test
      Object.assign(test, now)
      const [fromOne, fromOther, expected] = (await Promise.all(
        names.map(async (name) => receiveAll(await test.queue(name), messages.length)),
      )) as [ReceivedMessage[], ReceivedMessage[], ReceivedMessage[]]
      expect(fromOne.map(withoutIds)).toEqual(expected.map(withoutIds))
      expect(fromOther.map(withoutIds)).toEqual(expected.map(withoutIds))
      const ids = [...fromOne, ...fromOther].map(({ messageId }) => messageId)
      expect(new Set(ids).size).toBe(2 * messages.length)
    },
  )
  await fc.assert(property, { numRuns: times(15) })
})

test('a queue with a delay gives out a shared message when it is over, and the others at once', async () => {
  const test = await openTestQueues()
  const now = await test.queue('now')
  const later = await test.queue('later', { delaySeconds: 5 })
  await share(test, [now, later], [{ body: Buffer.from('x') }])
  expect(await receiveAll(now, 1)).toHaveLength(1)
  expect(await receiveAll(later, 1)).toHaveLength(0)
  await test.pass(5)
  expect(await receiveAll(later, 1)).toHaveLength(1)
})

test('a FIFO queue takes a shared message with its group, and a repeated one not again', async () => {
  const test = await openTestQueues()
  const fifo = await test.queue('a.fifo', fifoSettings)
  const message = { body: Buffer.from('x'), groupId: 'g', deduplicationId: 'd' }
  await share(test, [fifo], [message])
  await share(test, [fifo], [message])
  const received = await receiveAll(fifo, 10)
  expect(received.map(({ groupId, sentMs }) => ({ groupId, sentMs }))).toEqual([
    { groupId: 'g', sentMs: startMs },
  ])
  expect({ ...fifo.counters }).toMatchObject({ sent: 1, duplicates: 1 })
})

test('a shared message wakes who waits for one, and counts with its size', async () => {
  const test = await openTestQueues()
  const queue = await test.queue('a')
  const waiting = queue.receive({ countMax: 1, waitTimeSeconds: 20 })
  await share(test, [queue], [{ body: Buffer.from('four') }])
  expect((await waiting).map(({ body }) => `${body}`)).toEqual(['four'])
  expect({ ...queue.counters }).toMatchObject({ sent: 1, sentBytes: 4 })
})

const fifoSettings: Partial<QueueSettings> = { contentBasedDeduplication: true }

async function share(
  { store }: TestQueues,
  queues: readonly Queue[],
  messages: readonly OutgoingMessage[],
): Promise<void> {
  const shared = messages.map((message) => new SharedMessage(message, owner.account))
  const prepared = queues.map((queue) => queue.prepareShared(shared))
  await commitPrepared(store, prepared).done
}

const receiveAll = (queue: Queue, countMax: number) => queue.receive({ countMax })

function withoutIds({ messageId: _, receiptHandle: __, ...rest }: ReceivedMessage) {
  return rest
}
