import { expect, test } from 'vitest'
import { CommitQueue } from '../../src/log/commit-queue.ts'
import type { PendingCommit } from '../../src/log/pending-commit.ts'

/** A queue in front of a disk that is told when it is done, and what happened to commits of `bytes` each, in order. */
function testQueue({ batchBytesMax = 1000, bytes = 10 } = {}) {
  const events: string[] = []
  const writes: PromiseWithResolvers<number>[] = []
  const nameOf = (group: readonly PendingCommit[]) => group.map(({ drops }) => drops[0]).join('+')
  const queue = new CommitQueue<number>({
    write: (group) => {
      events.push(`write ${nameOf(group)}`)
      const write = Promise.withResolvers<number>()
      writes.push(write)
      return write.promise
    },
    apply: (group) => events.push(`visible ${nameOf(group)}`),
    batchBytesMax,
  })
  const add = (id: number) =>
    queue.add({
      appends: [],
      drops: [id],
      trims: [],
      bytes,
      resolve: () => events.push(`told ${id}`),
      reject: () => events.push(`refused ${id}`),
    })
  return { queue, events, writes, add }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('what is added in one turn is one write, and callers are told when it is durable and visible', async () => {
  const { add, events, writes } = testQueue()
  add(1)
  add(2)
  expect(events).toEqual([])
  await turn()
  expect(events).toEqual(['write 1+2'])
  writes[0]!.resolve(0)
  await turn()
  expect(events).toEqual(['write 1+2', 'visible 1+2', 'told 1', 'told 2'])
})

test('the next write is on its way before the callers of the last one are told, but behind its visibility', async () => {
  const { add, events, writes } = testQueue()
  add(1)
  await turn()
  add(2)
  writes[0]!.resolve(0)
  await turn()
  expect(events).toEqual(['write 1', 'visible 1', 'write 2', 'told 1'])
  writes[1]!.resolve(0)
  await turn()
  expect(events.slice(4)).toEqual(['visible 2', 'told 2'])
})

test('after a failed write those before it are told, and what waits and what comes is refused', async () => {
  const { queue, add, events, writes } = testQueue({ batchBytesMax: 15 })
  for (const id of [1, 2, 3]) add(id)
  await turn()
  writes[0]!.resolve(0)
  await turn()
  writes[1]!.reject(new Error('EIO'))
  await queue.settled()
  expect(events).toEqual(['write 1', 'visible 1', 'write 2', 'told 1', 'refused 3', 'refused 2'])
  expect(queue.failure).toMatchObject({ code: 'LOG_STORE_FAILED' })
  expect(queue.waitingBytes).toBe(0)
})
