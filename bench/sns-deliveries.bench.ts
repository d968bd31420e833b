/*
 * Question: what does a delivery cost without HTTP, fsync durability; how much memory do 200,000 messages take that cannot be delivered, to one
 * subscriber that hangs and to 1,000 that fail; and how long does a delivery to another subscriber take meanwhile? In this process.
 *
 *   npm run bench -- sns-deliveries [--bytes 1024] [--smoke]
 */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { nodeFileSystem, silentLogger, systemRandom, wakefulClock } from '../src/base/index.ts'
import { type LogStore, openLogStore } from '../src/log/index.ts'
import { DeliveryLanes } from '../src/sns-layer/delivery/lanes/delivery-lanes.ts'
import type { Verdict } from '../src/sns-layer/delivery/lanes/verdict.ts'
import { commitPrepared } from '../src/sqs-layer/index.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded } from './lib/statistics.ts'

const { values } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, bytes: { type: 'string', default: '1024' } },
})
const { smoke } = values
const undelivered = smoke ? 2000 : 200_000
const failing = smoke ? 10 : 1000
const delivered = smoke ? 500 : 20_000
const batch = 100
const memoryMibMax = 150
const body = Buffer.alloc(Number(values.bytes), 'x')

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const memoryMib = () => {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

const healthy: Verdict = { kind: 'done', isHealthy: true }
let arrived = 0
let awaited: (() => void) | undefined

function attempt(name: string, signal: AbortSignal): Promise<Verdict> {
  if (name.startsWith('hangs'))
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(healthy)))
  if (name.startsWith('fails'))
    return Promise.resolve({ kind: 'put-off', dueMs: wakefulClock.nowMs() + 600_000 })
  arrived++
  awaited?.()
  return Promise.resolve(healthy)
}

async function publish(store: LogStore, lanes: DeliveryLanes, name: string, count: number): Promise<void> {
  const works = Array.from({ length: count }, () => ({ body, groupId: undefined }))
  await commitPrepared(store, [lanes.prepare(name, false, works)]).done
}

async function arrivals(count: number): Promise<void> {
  while (arrived < count) {
    await new Promise<void>((resolve) => {
      awaited = resolve
    })
  }
}

using scratch = new Scratch()
const parts = { clock: wakefulClock, random: systemRandom, logger: silentLogger }
const directory = scratch.join('data')
const store = await openLogStore({ ...parts, files: nodeFileSystem, directory, durability: 'fsync' })
const recipientOf = async (name: string) => ({
  deliveriesPerSecond: undefined,
  attempt: (_work: unknown, signal: AbortSignal) => attempt(name, signal),
})
const lanes = await DeliveryLanes.open({ ...parts, store, recipientOf })
lanes.start()

const cpu = process.cpuUsage()
for (let i = 0; i < delivered; i += batch) await publish(store, lanes, `good${(i / batch) % 20}`, batch)
await arrivals(delivered)
const { user, system } = process.cpuUsage(cpu)

const before = memoryMib()
for (let i = 0; i < undelivered / 2; i += batch) await publish(store, lanes, 'hangs', batch)
for (let i = 0; i < undelivered / 2; i += batch)
  await publish(store, lanes, `fails${(i / batch) % failing}`, batch)
await wakefulClock.sleep(2000)
const memoryOfBacklog = memoryMib() - before

const waitsMs: number[] = []
for (let i = 0; i < (smoke ? 10 : 200); i++) {
  const startedMs = wakefulClock.monotonicMs()
  const wanted = arrived + 1
  await publish(store, lanes, 'other', 1)
  await arrivals(wanted)
  waitsMs.push(wakefulClock.monotonicMs() - startedMs)
}
waitsMs.sort((a, b) => a - b)

printReport({
  question:
    'What do deliveries cost, and what do subscribers that hang or fail cost the server and the others?',
  target: `${undelivered} messages that cannot be delivered take at most ${memoryMibMax} MiB`,
  met: memoryOfBacklog <= memoryMibMax,
  cpuMicrosPerDelivery: rounded((user + system) / delivered),
  memoryMibOfBacklog: rounded(memoryOfBacklog),
  subscriptionsWithBacklog: lanes.laneCount,
  lanesOpen: lanes.openCount,
  publishToDeliveryOfOthersMs: {
    p50: rounded(waitsMs[Math.floor(waitsMs.length / 2)]!),
    p99: rounded(waitsMs[Math.floor(waitsMs.length * 0.99)]!),
  },
})
await lanes.close()
await store.close()
