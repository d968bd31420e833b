import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Queue,
  type QueueSettings,
  queueArnOf,
  type ReceivedMessage,
} from '../../src/sqs-layer/index.ts'
import { times } from '../effort.ts'
import { message, openTestQueues, owner, settle, type TestQueues, textOf } from './open-test-queues.ts'
import { type ModelMessage, QueueModel } from './queue-model.ts'

/*
 * Goal: a queue is what the documentation says, whatever is done to it and however often the server is restarted.
 * Method: random calls, steps of the clock and restarts, beside the model of queue-model.ts. Each receive must be one that the model
 * allows, each count must be the model's, and at the end everything comes out that the model still has.
 */
type Step =
  | { kind: 'send'; texts: number[]; delaySeconds: number }
  | { kind: 'receive'; countMax: number; visibilityTimeout: number }
  | { kind: 'delete'; which: number; count: number }
  | { kind: 'change'; which: number; visibilityTimeout: number }
  | { kind: 'pass'; seconds: number }
  | { kind: 'purge' }
  | { kind: 'restart' }

const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        texts: fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }),
        delaySeconds: fc.constantFrom(0, 0, 0, 5, 60),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('receive' as const),
        countMax: fc.integer({ min: 1, max: 10 }),
        visibilityTimeout: fc.constantFrom(0, 1, 10, 60),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('delete' as const),
        which: fc.nat(1000),
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('change' as const),
        which: fc.nat(1000),
        visibilityTimeout: fc.constantFrom(0, 5, 100),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('pass' as const),
        seconds: fc.constantFrom(1, 5, 30, 61, 200),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'purge' as const) }) },
  ),
  { minLength: 10, maxLength: 60 },
)

const retentionSeconds = 400
const maxReceiveCount = 3
const groupOf = (text: number) => `g${text % 4}`

class Run {
  readonly #isFifo: boolean
  readonly #model: QueueModel
  #world: TestQueues
  #queue: Queue
  /** Every handle that was ever given out, with its message. */
  readonly #handles: { handle: string; message: ModelMessage }[] = []
  #sends = 0

  constructor(world: TestQueues, queue: Queue) {
    this.#world = world
    this.#queue = queue
    this.#isFifo = queue.state.isFifo
    const retentionMs = retentionSeconds * 1000
    this.#model = new QueueModel({ isFifo: this.#isFifo, retentionMs, maxReceives: maxReceiveCount })
  }

  get #nowMs(): number {
    return this.#world.clock.nowMs()
  }

  async step(step: Step): Promise<void> {
    this.#model.expire(this.#nowMs)
    if (step.kind === 'send') await this.#send(step.texts, step.delaySeconds)
    else if (step.kind === 'receive') await this.#receive(step.countMax, step.visibilityTimeout)
    else if (step.kind === 'delete') await this.#delete(step.which, step.count)
    else if (step.kind === 'change') await this.#change(step.which, step.visibilityTimeout)
    else if (step.kind === 'pass') await this.#world.pass(step.seconds)
    else if (step.kind === 'purge') await this.#purge()
    else await this.#restart()
    await settle()
    this.#model.expire(this.#nowMs)
    await this.#checkCounts()
  }

  /** Receives and deletes until nothing is left; FIFO queues give what they have group by group. */
  async drain(): Promise<void> {
    await this.#world.pass(120)
    this.#model.expire(this.#nowMs)
    for (let round = 0; round < 1000; round++) {
      const received = await this.#receive(10, 30)
      if (received.length === 0) break
      await this.#queue.delete(received.map(({ receiptHandle }) => receiptHandle))
      for (const { message } of this.#handles.splice(-received.length)) this.#model.remove(message)
    }
    expect(this.#model.messages.map(({ text }) => text)).toEqual([])
  }

  async #send(texts: readonly number[], delaySeconds: number): Promise<void> {
    const nowMs = this.#nowMs
    const messages = texts.map((text) => {
      const unique = this.#isFifo ? String(text) : `${text}-${this.#sends++}`
      const groupId = this.#isFifo ? groupOf(text) : undefined
      this.#model.send(unique, groupId, this.#isFifo ? 0 : delaySeconds * 1000, nowMs)
      return message(unique, {
        ...(groupId !== undefined && { groupId }),
        ...(!this.#isFifo && delaySeconds > 0 && { delaySeconds }),
      })
    })
    const outcomes = await this.#queue.send(messages, owner.account)
    expect(outcomes.every(({ kind }) => kind === 'sent')).toBe(true)
  }

  async #receive(countMax: number, visibilityTimeout: number): Promise<ReceivedMessage[]> {
    const nowMs = this.#nowMs
    const received = await this.#queue.receive({ countMax, visibilityTimeout })
    const able = this.#model.receivable(nowMs)
    const worn = able.filter((each) => this.#model.isWornOut(each))
    const wanted = able.filter((each) => !worn.includes(each))
    for (const each of received) this.#checkReceived(each, wanted)
    await this.#checkMoved(worn)
    // On a FIFO queue a batch may be smaller, but not empty: what is looked at late, or stands behind a message that is moved, comes
    // with the next one.
    const expected = Math.min(countMax, wanted.length)
    if (this.#isFifo) expect(received.length).toBeGreaterThanOrEqual(Math.min(1, expected))
    else expect(received.length).toBe(expected)
    if (this.#isFifo) this.#checkOrder(received, wanted)
    for (const { body, receiptHandle } of received) {
      const found = wanted.find(({ text }) => text === body.toString())!
      found.receives++
      found.handle = receiptHandle
      found.hiddenUntilMs = nowMs + visibilityTimeout * 1000
      this.#handles.push({ handle: receiptHandle, message: found })
    }
    return received
  }

  #checkReceived({ body, receiveCount }: ReceivedMessage, wanted: readonly ModelMessage[]): void {
    const found = wanted.find(({ text }) => text === body.toString())
    expect(found, `${body.toString()} may not be received`).toBeDefined()
    expect(receiveCount).toBe(found!.receives + 1)
  }

  /** What has come to the dead-letter queue is what was worn out, and is gone from here. */
  async #checkMoved(worn: readonly ModelMessage[]): Promise<void> {
    const dead = await this.#world.queue(this.#isFifo ? 'dead.fifo' : 'dead')
    for (;;) {
      const moved = await dead.receive({ countMax: 10 })
      if (moved.length === 0) return
      for (const each of moved) {
        const found = worn.find(({ text }) => text === textOf(each))
        expect(found, `${textOf(each)} may not be moved`).toBeDefined()
        expect(this.#model.messages).toContain(found)
        this.#model.remove(found!)
      }
      await dead.delete(moved.map(({ receiptHandle }) => receiptHandle))
    }
  }

  /** Of each group what comes is the beginning of what there is. */
  #checkOrder(received: readonly ReceivedMessage[], wanted: readonly ModelMessage[]): void {
    for (const group of new Set(received.map(({ groupId }) => groupId))) {
      const got = received.filter(({ groupId }) => groupId === group).map(textOf)
      const there = wanted.filter((each) => each.group === group).slice(0, got.length)
      expect(got).toEqual(there.map(({ text }) => text))
    }
  }

  async #delete(which: number, count: number): Promise<void> {
    if (this.#handles.length === 0) return
    const chosen = Array.from(
      { length: count },
      (_, i) => this.#handles[(which + 7 * i) % this.#handles.length]!,
    )
    const outcomes = await this.#queue.delete(chosen.map(({ handle }) => handle))
    for (const [i, { handle, message }] of chosen.entries()) {
      const isThere = this.#model.messages.includes(message)
      const isCurrent = isThere && message.handle === handle
      const isInFlight = message.hiddenUntilMs > this.#nowMs
      const works = isCurrent && (!this.#isFifo || isInFlight)
      const code = isThere && this.#isFifo && !works ? 'RECEIPT_EXPIRED' : undefined
      expect(outcomes[i]?.code).toBe(code)
      if (works) this.#model.remove(message)
    }
  }

  async #change(which: number, visibilityTimeout: number): Promise<void> {
    if (this.#handles.length === 0) return
    const { handle, message } = this.#handles[which % this.#handles.length]!
    const [error] = await this.#queue.changeVisibility([{ receiptHandle: handle, visibilityTimeout }])
    const isThere = this.#model.messages.includes(message)
    const works = isThere && message.handle === handle && message.hiddenUntilMs > this.#nowMs
    const refusal = this.#isFifo && isThere ? 'RECEIPT_EXPIRED' : 'MESSAGE_NOT_IN_FLIGHT'
    expect(error?.code).toBe(works ? undefined : refusal)
    if (works) message.hiddenUntilMs = this.#nowMs + visibilityTimeout * 1000
  }

  async #purge(): Promise<void> {
    await this.#queue.purge()
    this.#model.messages = []
  }

  async #restart(): Promise<void> {
    this.#world = await this.#world.restart()
    this.#queue = await this.#world.queues.open(owner, this.#queue.state.name)
  }

  async #checkCounts(): Promise<void> {
    const nowMs = this.#nowMs
    const { messages } = this.#model
    const hidden = messages.filter(({ hiddenUntilMs }) => hiddenUntilMs > nowMs).length
    const delayed = messages.filter(({ readyMs }) => readyMs > nowMs).length
    const visible = messages.length - hidden - delayed
    expect(await this.#queue.counts()).toMatchObject({ visible, notVisible: hidden, delayed })
  }
}

async function check(name: string, all: readonly Step[]): Promise<void> {
  const world = await openTestQueues({ limits: 'off' })
  const suffix = name.endsWith('.fifo') ? '.fifo' : ''
  const dead = `dead${suffix}`
  await world.queue(dead)
  const settings: Partial<QueueSettings> = {
    messageRetentionPeriod: retentionSeconds,
    redrivePolicy: { deadLetterTargetArn: queueArnOf({ ...owner, name: dead }), maxReceiveCount },
    ...(suffix !== '' && { contentBasedDeduplication: true }),
  }
  const run = new Run(world, await world.queue(name, settings))
  for (const step of all) await run.step(step)
  await run.drain()
}

test('a standard queue does what its model does', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (all) => check('orders', all)),
    { numRuns: times(10), interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  )
})

test('a FIFO queue does what its model does', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (all) => check('jobs.fifo', all)),
    { numRuns: times(10), interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  )
})
