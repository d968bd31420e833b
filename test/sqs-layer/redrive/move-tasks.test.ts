import { expect, test } from 'vitest'
import type { Queue } from '../../../src/sqs-layer/index.ts'
import { queueArnOf } from '../../../src/sqs-layer/index.ts'
import { openTestQueues, owner, send, settle, startMs, type TestQueues, texts } from '../open-test-queues.ts'

const arnOf = (name: string) => queueArnOf({ ...owner, name })

/** A dead-letter queue with messages that came from `orders`. */
async function withDead(world: TestQueues, count: number): Promise<{ dead: Queue; orders: Queue }> {
  const dead = await world.queue('dead')
  const redrivePolicy = { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 }
  const orders = await world.queue('orders', { redrivePolicy, visibilityTimeout: 0 })
  for (let i = 0; i < count; i += 10) {
    await send(
      orders,
      Array.from({ length: Math.min(10, count - i) }, (_, j) => `m${i + j}`),
    )
    await texts(orders)
    expect(await texts(orders)).toEqual([])
  }
  expect((await dead.counts()).visible).toBe(count)
  return { dead, orders }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: { code: string }) => error.code,
  )

test('messages go back to where they came from, as new ones', async () => {
  const world = await openTestQueues()
  const { dead, orders } = await withDead(world, 25)
  await world.pass(10)
  await world.queues.moveTasks.start(owner, { sourceArn: arnOf('dead') })
  await settle()
  expect(world.queues.moveTasks.list(owner, arnOf('dead'), 10)).toEqual([
    expect.objectContaining({ status: 'COMPLETED', moved: 25, toMove: 25, failureReason: undefined }),
  ])
  expect((await dead.counts()).visible).toBe(0)
  const [first] = await orders.receive({ countMax: 1 })
  expect(first).toMatchObject({ receiveCount: 1, sentMs: startMs + 10_000, deadLetterSourceArn: undefined })
  expect((await orders.counts()).visible).toBe(25)
})

test('a task keeps to its rate, can be cancelled, and goes on after a restart', async () => {
  let world = await openTestQueues()
  await withDead(world, 30)
  const request = { sourceArn: arnOf('dead'), destinationArn: arnOf('other'), messagesPerSecondMax: 2 }
  await world.queue('other')
  const handle = await world.queues.moveTasks.start(owner, request)
  expect(await codeOf(world.queues.moveTasks.start(owner, request))).toBe('MOVE_TASK_RUNNING')
  const moved = () => world.queues.moveTasks.list(owner, arnOf('dead'), 1)[0]?.moved
  await settle()
  expect(moved()).toBe(2)
  await world.pass(0.999)
  expect(moved()).toBe(2)
  await world.pass(0.001)
  expect(moved()).toBe(4)
  world = await world.restart()
  await settle()
  expect(moved()).toBe(6)
  expect(await world.queues.moveTasks.cancel(owner, handle)).toBe(6)
  expect(world.queues.moveTasks.list(owner, arnOf('dead'), 1)[0]?.status).toBe('CANCELLED')
  expect(await codeOf(world.queues.moveTasks.cancel(owner, handle))).toBe('MOVE_TASK_NOT_FOUND')
  expect((await (await world.queue('other')).counts()).visible).toBe(6)
  expect((await (await world.queue('dead')).counts()).visible).toBe(24)
})

test('a message that was sent to the dead-letter queue itself has no way back', async () => {
  const world = await openTestQueues()
  const { dead } = await withDead(world, 0)
  await send(dead, ['stray'])
  await world.queues.moveTasks.start(owner, { sourceArn: arnOf('dead') })
  await settle()
  expect(world.queues.moveTasks.list(owner, arnOf('dead'), 1)).toEqual([
    expect.objectContaining({ status: 'FAILED', failureReason: 'CouldNotDetermineMessageSource', moved: 0 }),
  ])
  expect(await texts(dead)).toEqual(['stray'])
})

test('sources and destinations that cannot be are refused', async () => {
  const world = await openTestQueues()
  await withDead(world, 0)
  await world.queue('jobs.fifo')
  const { moveTasks } = world.queues
  const start = (sourceArn: string, destinationArn?: string) =>
    codeOf(moveTasks.start(owner, { sourceArn, destinationArn }))
  expect(await start(arnOf('none'))).toBe('QUEUE_NOT_FOUND')
  expect(await start('arn')).toBe('QUEUE_NOT_FOUND')
  expect(await start(arnOf('orders'))).toBe('MOVE_TASK_INVALID')
  expect(await start(arnOf('dead'), arnOf('none'))).toBe('MOVE_DESTINATION_NOT_FOUND')
  expect(await start(arnOf('dead'), arnOf('dead'))).toBe('MOVE_TASK_INVALID')
  expect(await start(arnOf('dead'), arnOf('jobs.fifo'))).toBe('MOVE_TASK_INVALID')
  expect(await codeOf(moveTasks.start({ ...owner, region: 'eu-west-1' }, { sourceArn: arnOf('dead') }))).toBe(
    'QUEUE_NOT_FOUND',
  )
})

test('a task that has not ended after 36 hours fails, and leaves the rest where it is', async () => {
  const world = await openTestQueues()
  const { dead } = await withDead(world, 20)
  await send(await world.queue('orders'), ['later'], { delaySeconds: 900 })
  const request = { sourceArn: arnOf('dead'), messagesPerSecondMax: 1 }
  await world.queues.moveTasks.start(owner, request)
  await settle()
  await world.pass(36 * 3600)
  await settle()
  expect(world.queues.moveTasks.list(owner, arnOf('dead'), 1)).toEqual([
    expect.objectContaining({ status: 'FAILED', failureReason: 'TaskRanTooLong', moved: 1 }),
  ])
  expect((await dead.counts()).visible).toBe(19)
})

test.each([
  { limits: 'aws', code: 'MOVE_TASKS_OVER_LIMIT' },
  { limits: 'off', code: undefined },
] as const)(
  'with limits $limits a 101st active task of an account ends in $code',
  async ({ limits, code }) => {
    const world = await openTestQueues({ limits })
    const start = async (i: number) => {
      const dead = await world.queue(`dead-${i}`)
      await world.queue(`orders-${i}`, {
        redrivePolicy: { deadLetterTargetArn: arnOf(`dead-${i}`), maxReceiveCount: 1 },
      })
      await send(dead, ['a', 'b'])
      const request = {
        sourceArn: arnOf(`dead-${i}`),
        destinationArn: arnOf('other'),
        messagesPerSecondMax: 1,
      }
      return world.queues.moveTasks.start(owner, request)
    }
    await world.queue('other')
    const handles: string[] = []
    for (let i = 0; i < 100; i++) handles.push(await start(i))
    expect(await codeOf(start(100))).toBe(code)
    await world.queues.moveTasks.cancel(owner, handles[0]!)
    await start(101)
    await world.queues.close()
  },
)
