/*
 * Question: what do send, receive and delete of one 1 KiB message in batches of 10 cost without HTTP, fsync durability; and does a receive
 * stay as cheap with 119,000 messages in flight, with a million delayed, and with 100,000 groups? How much memory does a message take
 * that is in flight, that is delayed, and a queue that is idle? In this process: CPU time is the whole process's.
 *
 *   npm run bench -- sqs-engine [--bytes 1024] [--smoke]
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { nodeFileSystem, silentLogger, systemClock, systemRandom } from '../src/base/index.ts'
import { type LogStore, openLogStore } from '../src/log/index.ts'
import { type OutgoingMessage, openQueues, type Queue, type Queues } from '../src/sqs-layer/index.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded } from './lib/statistics.ts'

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    bytes: { type: 'string', default: '1024' },
  },
})
const { smoke } = values
const inFlight = smoke ? 1000 : 119_000
const delayed = smoke ? 1000 : 1_000_000
const idle = smoke ? 100 : 2000
const groups = smoke ? 100 : 100_000
const cycleMessages = smoke ? 500 : 40_000
const callers = 16
const batch = 10
/** With a deep backlog each rate is to be within this share of that of an empty queue. */
/** Flat: beside it other servers take thousands of times as long. */
const flatMax = 2

const owner = { account: '000000000000', region: 'us-east-1' }
const body = randomBytes(Number(values.bytes)).toString('latin1').slice(0, Number(values.bytes))
const bytes = Buffer.from(body, 'latin1')

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

interface Server {
  readonly store: LogStore
  readonly queues: Queues
}

async function open(directory: string): Promise<Server> {
  const parts = { clock: systemClock, random: systemRandom, logger: silentLogger }
  const store = await openLogStore({ ...parts, files: nodeFileSystem, directory, durability: 'fsync' })
  return { store, queues: await openQueues({ ...parts, store, limits: 'off' }) }
}

async function close({ store, queues }: Server): Promise<void> {
  await queues.close()
  await store.close()
}

/** Runs `call` so often, from several callers. @returns CPU microseconds per message */
async function measured(messages: number, call: (i: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const before = process.cpuUsage()
  const calls = messages / batch
  const caller = async () => {
    while (next < calls) await call(next++)
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const { user, system } = process.cpuUsage(before)
  return rounded((user + system) / messages)
}

const outgoing = (more: (i: number) => Partial<OutgoingMessage>, first: number): OutgoingMessage[] =>
  Array.from({ length: batch }, (_, i) => ({ body: bytes, ...more(first + i) }))

function send(queue: Queue, messages: number, more: (i: number) => Partial<OutgoingMessage> = () => ({})) {
  return measured(messages, (i) => queue.send(outgoing(more, i * batch), owner.account))
}

function receive(queue: Queue, messages: number, handles?: string[][]) {
  return measured(messages, async () => {
    const received = await queue.receive({ countMax: batch, visibilityTimeout: 43_200 })
    handles?.push(received.map(({ receiptHandle }) => receiptHandle))
  })
}

/** What each of the three costs a message. */
async function cycle(queue: Queue): Promise<Record<'send' | 'receive' | 'delete', number>> {
  const handles: string[][] = []
  const sent = await send(queue, cycleMessages)
  const received = await receive(queue, cycleMessages, handles)
  const full = handles.filter(({ length }) => length > 0)
  const deleted = await measured(full.length * batch, (i) => queue.delete(full[i]!))
  return { send: sent, receive: received, delete: deleted }
}

function heldBytes(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

async function queueOf({ queues }: Server, name: string): Promise<Queue> {
  const settings = name.endsWith('.fifo')
    ? ({ deduplicationScope: 'messageGroup', fifoThroughputLimit: 'perMessageGroupId' } as const)
    : {}
  await queues.control.create(owner, { name, settings })
  return queues.open(owner, name)
}

using scratch = new Scratch()
const server = await open(scratch.join('data'))
const figures: Record<string, unknown> = {}

await cycle(await queueOf(server, 'warm-up'))
const empty = await cycle(await queueOf(server, 'empty'))
figures.empty = empty

const flying = await queueOf(server, 'flying')
await send(flying, inFlight + cycleMessages)
const beforeFlight = heldBytes()
figures.receiveUntilFull = await receive(flying, inFlight)
figures.bytesPerMessageInFlight = rounded((heldBytes() - beforeFlight) / inFlight)
const withInFlight = await receive(flying, cycleMessages)

const later = await queueOf(server, 'later')
const beforeDelayed = heldBytes()
figures.sendDelayed = await send(later, delayed, () => ({ delaySeconds: 900 }))
figures.bytesPerDelayedMessage = rounded((heldBytes() - beforeDelayed) / delayed)
await send(later, cycleMessages)
/* The first of them pass over those that are delayed, once. */
figures.receivePastDelayed = await receive(later, cycleMessages)
const withDelayed = await cycle(later)
figures.withDelayed = withDelayed

const grouped = await queueOf(server, 'grouped.fifo')
figures.sendToGroups = await send(grouped, 2 * groups, (i) => ({
  groupId: `group-${i % groups}`,
  deduplicationId: String(i),
}))
const half = Math.floor(groups / 2 / batch) * batch
/* The first of them look ahead over all messages that may be, once. */
figures.receiveOfFirstGroups = await receive(grouped, half)
const ofLastGroups = await receive(grouped, half)

const beforeIdle = heldBytes()
for (let i = 0; i < idle; i++) {
  const queue = await queueOf(server, `idle-${i}`)
  await queue.send(
    outgoing(() => ({}), 0),
    owner.account,
  )
  const received = await queue.receive({ countMax: batch })
  await queue.delete(received.map(({ receiptHandle }) => receiptHandle))
}
figures.bytesPerIdleQueue = rounded((heldBytes() - beforeIdle) / idle)

const rssMiB = Math.round(process.memoryUsage().rss / 2 ** 20)
await close(server)

const receives = {
  inFlight: withInFlight,
  delayed: withDelayed.receive,
  groups: ofLastGroups,
}
const ratios = Object.fromEntries(
  Object.entries(receives).map(([name, micros]) => [name, rounded(micros / empty.receive)]),
)
printReport({
  question: 'CPU us per 1 KiB message of send, receive and delete in batches of 10, without HTTP',
  target: `a receive with ${inFlight} in flight, ${delayed} delayed, ${groups} groups at most ${flatMax} x that of a queue without`,
  met: Object.values(ratios).every((ratio) => ratio <= flatMax),
  ratios,
  receives,
  rssMiB,
  ...figures,
})
