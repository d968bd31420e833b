import { expect, test } from 'vitest'
import { queueArnOf } from '../../../src/sqs-layer/index.ts'
import { openTestQueues, owner, send, texts } from '../open-test-queues.ts'

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: { code: string }) => error.code,
  )

test('a queue is made once, and found again with the same settings only', async () => {
  const { queues } = await openTestQueues()
  const settings = { delaySeconds: 5 }
  const made = await queues.control.create(owner, { name: 'orders', settings })
  expect(await queues.control.create(owner, { name: 'orders', settings })).toEqual(made)
  expect(await queues.control.create(owner, { name: 'orders' })).toEqual(made)
  expect(await codeOf(queues.control.create(owner, { name: 'orders', settings: { delaySeconds: 6 } }))).toBe(
    'QUEUE_EXISTS',
  )
})

test('accounts and regions do not see the queues of each other', async () => {
  const { queues, queue } = await openTestQueues()
  const orders = await queue('orders')
  await send(orders, ['a'])
  for (const other of [
    { ...owner, account: '111111111111' },
    { ...owner, region: 'eu-west-1' },
  ]) {
    expect(queues.control.find(other, 'orders')).toBe(undefined)
    expect(queues.control.list(other)).toEqual([])
    await queues.control.create(other, { name: 'orders' })
    expect(await texts(await queues.open(other, 'orders'))).toEqual([])
  }
})

test('the name of a deleted queue is free after 60 s, and nothing of it is left', async () => {
  const { queues, queue, pass } = await openTestQueues()
  const orders = await queue('orders')
  await send(orders, ['a'])
  const [a] = await orders.receive({ countMax: 1 })
  await queues.control.delete(owner, 'orders')
  expect(await codeOf(queues.open(owner, 'orders'))).toBe('QUEUE_NOT_FOUND')
  await pass(59)
  expect(await codeOf(queue('orders'))).toBe('QUEUE_DELETED_RECENTLY')
  await pass(1)
  const anew = await queue('orders')
  expect(await texts(anew)).toEqual([])
  expect((await anew.delete([a!.receiptHandle]))[0]?.code).toBe('RECEIPT_INVALID')
})

test('queues are listed by name, and dead-letter queues know their sources', async () => {
  const { queues, queue } = await openTestQueues()
  const deadLetterTargetArn = queueArnOf({ ...owner, name: 'dead' })
  for (const name of ['dead', 'b', 'ab', 'a']) await queue(name)
  const redrivePolicy = { deadLetterTargetArn, maxReceiveCount: 3 }
  for (const name of ['b', 'a'])
    await queues.control.change(owner, name, () => ({ settings: { redrivePolicy } }))
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name)
  expect(names(queues.control.list(owner))).toEqual(['a', 'ab', 'b', 'dead'])
  expect(names(queues.control.list(owner, 'a'))).toEqual(['a', 'ab'])
  expect(names(queues.control.deadLetterSources(owner, 'dead'))).toEqual(['a', 'b'])
})

test('settings that do not go with the queue or with others are refused', async () => {
  const { queues, queue } = await openTestQueues()
  const redrive = (name: string) => ({
    redrivePolicy: { deadLetterTargetArn: queueArnOf({ ...owner, name }), maxReceiveCount: 1 },
  })
  await queue('dead.fifo')
  await queue('closed', { redriveAllowPolicy: { redrivePermission: 'denyAll' } })
  const sourceQueueArns = [queueArnOf({ ...owner, name: 'friend' })]
  await queue('picky', { redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns } })
  const refused = [
    { name: 'orders', settings: redrive('none') },
    { name: 'orders', settings: redrive('dead.fifo') },
    { name: 'orders', settings: redrive('closed') },
    { name: 'orders', settings: redrive('picky') },
    { name: 'orders', settings: { contentBasedDeduplication: true } },
    { name: 'jobs.fifo', settings: { fifoThroughputLimit: 'perMessageGroupId' as const } },
  ]
  for (const request of refused)
    expect(await codeOf(queues.control.create(owner, request))).toBe('QUEUE_SETTING_INVALID')
  await queue('friend', redrive('picky'))
})

test('what a queue is set to survives a restart', async () => {
  let world = await openTestQueues()
  await world.queue('orders', { delaySeconds: 3 })
  await world.queues.control.change(owner, 'orders', () => ({ tags: [{ key: 'a', value: 'b' }] }))
  const before = world.queues.control.get(owner, 'orders')
  world = await world.restart()
  expect(world.queues.control.get(owner, 'orders')).toEqual(before)
})
