import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { message, openTestQueues, owner, send, settle, startMs, textOf, texts } from './open-test-queues.ts'

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: { code: string }) => error.code,
  )

test('a message is received as it was sent', async () => {
  const { queue } = await openTestQueues()
  const orders = await queue('orders')
  const attributes = [
    { name: 'size', dataType: 'Number', value: '12' },
    { name: 'blob', dataType: 'Binary.png', value: Buffer.of(1, 2, 3) },
  ]
  const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793'
  const [sent] = await send(orders, ['héllo'], { attributes, traceHeader, groupId: 'tenant' })
  const [received] = await orders.receive({ countMax: 1 })
  expect(received).toEqual({
    messageId: sent!.messageId,
    receiptHandle: expect.any(String),
    body: Buffer.from('héllo'),
    bodyMd5: createHash('md5').update('héllo').digest('hex'),
    attributes,
    attributesMd5: sent!.attributesMd5,
    senderId: owner.account,
    sentMs: startMs,
    receiveCount: 1,
    firstReceivedMs: startMs,
    traceHeader,
    groupId: 'tenant',
    deduplicationId: undefined,
    sequenceNumber: undefined,
    deadLetterSourceArn: undefined,
  })
  expect(sent!.messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a received message is hidden until its time, then received again, and gone when deleted', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders')
  await send(orders, ['a', 'b', 'c'])
  expect(await texts(orders, 2)).toEqual(['a', 'b'])
  expect(await texts(orders)).toEqual(['c'])
  expect(await texts(orders)).toEqual([])
  await pass(29.999)
  expect(await texts(orders)).toEqual([])
  await pass(0.001)
  const again = await orders.receive({ countMax: 10 })
  expect(again.map(textOf).sort()).toEqual(['a', 'b', 'c'])
  expect(again.map(({ receiveCount }) => receiveCount)).toEqual([2, 2, 2])
  expect(await orders.delete(again.map(({ receiptHandle }) => receiptHandle))).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  await pass(31)
  expect(await texts(orders)).toEqual([])
  expect(await orders.counts()).toEqual({ visible: 0, notVisible: 0, delayed: 0, ageOfOldestMs: undefined })
})

test('an older handle of a message that was received again deletes nothing, and the latest does though it is late', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders')
  await send(orders, ['a'])
  const [first] = await orders.receive({ countMax: 1 })
  await pass(30)
  const [second] = await orders.receive({ countMax: 1 })
  expect(await orders.delete([first!.receiptHandle])).toEqual([undefined])
  await pass(30)
  expect((await orders.counts()).visible).toBe(1)
  await orders.delete([second!.receiptHandle])
  expect((await orders.counts()).visible).toBe(0)
})

test('what is no handle of the queue is refused, each on its own', async () => {
  const { queue } = await openTestQueues()
  const orders = await queue('orders')
  const other = await queue('other')
  await send(orders, ['a'])
  await send(other, ['b'])
  const [own] = await orders.receive({ countMax: 1 })
  const [foreign] = await other.receive({ countMax: 1 })
  const handles = [
    '',
    'x',
    foreign!.receiptHandle,
    `${own!.receiptHandle.slice(0, -3)}AA=`,
    own!.receiptHandle,
  ]
  const outcomes = await orders.delete(handles)
  expect(outcomes.map((error) => error?.code)).toEqual([...Array(4).fill('RECEIPT_INVALID'), undefined])
  expect(outcomes[1]?.message).toBe('The input receipt handle "x" is not a valid receipt handle.')
  expect(outcomes[2]?.message).toBe(
    `The receipt handle "${foreign!.receiptHandle}" is not valid for this queue.`,
  )
  expect((await orders.counts()).notVisible).toBe(0)
})

test('a delete that comes a second time is answered no sooner than the first, which makes it durable', async () => {
  const { queue } = await openTestQueues()
  const orders = await queue('orders')
  await send(orders, ['a'])
  const handles = (await orders.receive({ countMax: 1 })).map(({ receiptHandle }) => receiptHandle)
  const answered: string[] = []
  const first = orders.delete(handles).then(() => answered.push('first'))
  const second = orders.delete(handles).then(() => answered.push('second'))
  await Promise.all([first, second])
  expect(answered).toEqual(['first', 'second'])
})

test('visibility is changed: to zero, longer, and not over 12 hours since the receive', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders')
  await send(orders, ['a'])
  const [first] = await orders.receive({ countMax: 1 })
  const { receiptHandle } = first!
  const change = async (visibilityTimeout: number) =>
    (await orders.changeVisibility([{ receiptHandle, visibilityTimeout }]))[0]?.code
  await pass(10)
  expect(await change(43_191)).toBe('VISIBILITY_OVER_LIMIT')
  expect(await change(100)).toBe(undefined)
  await pass(99)
  expect(await texts(orders)).toEqual([])
  expect(await change(0)).toBe(undefined)
  expect(await change(10)).toBe('MESSAGE_NOT_IN_FLIGHT')
  expect(await texts(orders)).toEqual(['a'])
  expect(await change(10)).toBe('MESSAGE_NOT_IN_FLIGHT')
})

test('delayed messages are hidden first, by the queue and by the message', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders', { delaySeconds: 5 })
  await orders.send(
    [message('a'), message('now', { delaySeconds: 0 }), message('c', { delaySeconds: 60 }), message('d')],
    owner.account,
  )
  expect(await orders.counts()).toMatchObject({ visible: 1, notVisible: 0, delayed: 3 })
  expect(await texts(orders)).toEqual(['now'])
  await pass(5)
  expect(await orders.counts()).toMatchObject({ visible: 2, notVisible: 1, delayed: 1 })
  expect((await texts(orders)).sort()).toEqual(['a', 'd'])
  await pass(55)
  expect((await texts(orders)).sort()).toEqual(['a', 'c', 'd', 'now'])
})

test('everything survives a restart: deleted, in flight, delayed, counts of receives', async () => {
  let world = await openTestQueues()
  let orders = await world.queue('orders')
  await send(orders, ['a', 'b', 'c'])
  await send(orders, ['later'], { delaySeconds: 100 })
  await send(orders, ['d'])
  const [a, b] = await orders.receive({ countMax: 2, visibilityTimeout: 60 })
  await orders.delete([a!.receiptHandle])
  world = await world.restart()
  orders = await world.queue('orders')
  expect(await orders.counts()).toMatchObject({ visible: 2, notVisible: 1, delayed: 1 })
  await orders.changeVisibility([{ receiptHandle: b!.receiptHandle, visibilityTimeout: 50 }])
  expect(await texts(orders)).toEqual(['c', 'd'])
  await world.pass(49)
  world = await world.restart()
  orders = await world.queue('orders')
  expect(await texts(orders)).toEqual(['c', 'd'])
  await world.pass(1)
  const [again] = await orders.receive({ countMax: 1 })
  expect(again).toMatchObject({ receiveCount: 2, firstReceivedMs: startMs, messageId: b!.messageId })
  await world.pass(50)
  expect((await texts(orders)).sort()).toEqual(['b', 'c', 'd', 'later'])
})

test('a long poll is answered when a message comes, is seen again, or not at all when its time is over', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders')
  const answers: string[][] = []
  const poll = (seconds: number) =>
    orders
      .receive({ countMax: 10, waitTimeSeconds: seconds, visibilityTimeout: 3 })
      .then((messages) => answers.push(messages.map(textOf)))
  void poll(20)
  void poll(20)
  await pass(1)
  expect(answers).toEqual([])
  await send(orders, ['a'])
  await settle()
  expect(answers).toEqual([['a']])
  await pass(3)
  expect(answers).toEqual([['a'], ['a']])
  void poll(2)
  await pass(1.999)
  expect(answers).toHaveLength(2)
  await pass(0.001)
  expect(answers[2]).toEqual([])
})

test('a long poll ends with its signal, and with its queue', async () => {
  const { queues, queue } = await openTestQueues()
  const orders = await queue('orders')
  const abort = new AbortController()
  const given = orders.receive({ countMax: 1, waitTimeSeconds: 20 }, abort.signal)
  await settle()
  abort.abort()
  expect(await given).toEqual([])
  const other = codeOf(orders.receive({ countMax: 1, waitTimeSeconds: 20 }))
  await settle()
  await queues.control.delete(owner, 'orders')
  expect(await other).toBe('QUEUE_NOT_FOUND')
  expect(await codeOf(send(orders, ['a']))).toBe('QUEUE_NOT_FOUND')
})

test('a purge deletes what was sent before, in flight and delayed too, and is not repeated for 60 s', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders')
  await send(orders, ['a', 'b'])
  await send(orders, ['c'], { delaySeconds: 10 })
  const [a] = await orders.receive({ countMax: 1 })
  await orders.purge()
  expect(await orders.counts()).toMatchObject({ visible: 0, notVisible: 0, delayed: 0 })
  expect(await orders.delete([a!.receiptHandle])).toEqual([undefined])
  await send(orders, ['d'])
  expect(await codeOf(orders.purge())).toBe('QUEUE_PURGE_IN_PROGRESS')
  await pass(60)
  expect(await texts(orders)).toEqual(['d'])
  await orders.purge()
})

test('what is older than the retention period is gone, whether or not anyone looks', async () => {
  const { queue, pass, store } = await openTestQueues()
  const orders = await queue('orders', { messageRetentionPeriod: 60 })
  await send(orders, ['a', 'b'])
  await orders.receive({ countMax: 1 })
  await pass(30)
  await send(orders, ['c'])
  expect((await orders.counts()).ageOfOldestMs).toBe(30_000)
  await pass(30)
  expect(await orders.counts()).toMatchObject({ visible: 1, notVisible: 0 })
  expect(store.bounds(orders.state.messages).start).toBe(2)
  expect(await texts(orders)).toEqual(['c'])
  await pass(30)
  await pass(1)
  expect(await orders.counts()).toMatchObject({ visible: 0, notVisible: 0 })
})

test('120,000 messages in flight are too many: a short poll is refused, a long poll waits', async () => {
  const { queue } = await openTestQueues()
  const orders = await queue('orders')
  const ten = Array.from({ length: 10 }, (_, i) => String(i))
  const hundredTimes = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: 100 }, work))
  for (let i = 0; i < 121; i++) await hundredTimes(() => send(orders, ten))
  let handle = ''
  for (let i = 0; i < 120; i++) {
    await hundredTimes(async () => {
      const [first] = await orders.receive({ countMax: 10, visibilityTimeout: 1000 })
      handle = first!.receiptHandle
    })
  }
  expect(await codeOf(orders.receive({ countMax: 10 }))).toBe('QUEUE_OVER_LIMIT')
  const waiting = orders.receive({ countMax: 10, waitTimeSeconds: 20 })
  await settle()
  await orders.delete([handle])
  expect(await waiting).toHaveLength(1)
})

test('messages that are too large are refused', async () => {
  const { queue } = await openTestQueues()
  const orders = await queue('orders', { maximumMessageSize: 1024 })
  const attributes = [{ name: 'abc', dataType: 'String', value: 'xyz' }]
  const outcomes = await orders.send(
    [
      message('x'.repeat(1025)),
      message('x'.repeat(1024 - 12), { attributes }),
      message('x'.repeat(1013), { attributes }),
    ],
    owner.account,
  )
  expect(outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.error.code : ''))).toEqual([
    'MESSAGE_TOO_LARGE',
    '',
    'MESSAGE_TOO_LARGE',
  ])
  expect((await orders.counts()).visible).toBe(1)
  const large = await queue('large')
  const half = 'x'.repeat(600_000)
  expect(await codeOf(send(large, [half, half]))).toBe('MESSAGE_BATCH_TOO_LARGE')
  await send(large, ['x'.repeat(1_048_576)])
})
