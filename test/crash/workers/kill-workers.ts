import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { millraceArgs, StartedServer } from '../../../bench/lib/started-server.ts'
import { ShardCheck } from './check-workers.ts'
import { WorkerProcess } from './worker-process.ts'

const stream = 'consumed'
const shardCount = 6
const workersAtOnce = 4
const failoverMs = 1_500
/** Some are killed while the leases of the one before are still held, some when all is at rest. */
const pauseMsMax = 2_000
/** One in so many is stopped for up to twice the failover time instead, and goes on as if nothing had been. */
const standEvery = 3
const recordsPerPut = 20
const putEveryMs = 20
const deliveredWithinMs = 60_000
const lookEveryMs = 200

export interface WorkerKillRun {
  kills: number
  /** Workers that stood still meanwhile. */
  stands: number
  records: number
  /** Records that came again. */
  duplicates: number
  /** Times that a worker began with a shard. */
  stints: number
}

/**
 * Starts Millrace on `directory` and workers of one application, each in a process, with their leases in the server; puts records all
 * the time, kills one worker after the other with SIGKILL, and starts another for it. Then waits until every record has come.
 * @throws Error with every fault found: ShardCheck
 */
export async function killWorkers(
  directory: string,
  { kills, report = () => undefined }: { kills: number; report?: (line: string) => void },
): Promise<WorkerKillRun> {
  mkdirSync(directory, { recursive: true })
  const server = await StartedServer.start(millraceArgs(`${directory}/data`, '--limits', 'off'))
  const group = new WorkerGroup(server.url, directory)
  try {
    await group.createStream()
    const putting = new AbortController()
    const puts = group.putUntil(putting.signal)
    await Promise.race([puts, group.killInTurn(kills, report)])
    putting.abort()
    await puts
    const run = await group.finish()
    await server.stop()
    return { kills, ...run }
  } finally {
    await group.end()
    await server.kill()
  }
}

class WorkerGroup {
  readonly #url: string
  readonly #directory: string
  readonly #client: KinesisClient
  /** By shard: the sequence numbers of what was put, in their order. */
  readonly #put = new Map<string, string[]>()
  readonly #all: WorkerProcess[] = []
  #living: WorkerProcess[] = []
  #stands = 0

  constructor(url: string, directory: string) {
    this.#url = url
    this.#directory = directory
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' }
    this.#client = new KinesisClient({ endpoint: url, region: 'us-east-1', credentials })
  }

  async createStream(): Promise<void> {
    await this.#client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shardCount }))
    for (let i = 0; i < workersAtOnce; i++) this.#start()
  }

  async putUntil(signal: AbortSignal): Promise<void> {
    for (let put = 0; !signal.aborted; put++) {
      const Records = Array.from({ length: recordsPerPut }, (_, i) => ({
        PartitionKey: `key-${put}-${i}`,
        Data: Buffer.from('x'),
      }))
      const answer = await this.#client.send(new PutRecordsCommand({ StreamName: stream, Records }))
      for (const { ShardId = '', SequenceNumber = '' } of answer.Records ?? []) {
        const records = this.#put.get(ShardId) ?? []
        this.#put.set(ShardId, records)
        records.push(SequenceNumber)
      }
      await delay(putEveryMs)
    }
  }

  async killInTurn(kills: number, report: (line: string) => void): Promise<void> {
    await this.#untilBegun()
    for (let killed = 0; killed < kills; ) {
      await delay(randomInt(pauseMsMax))
      const busy = this.#living.filter((worker) => shardsBegun([worker]).size > 0)
      if (busy.length === 0) continue
      const victim = busy[randomInt(busy.length)] as WorkerProcess
      if (randomInt(standEvery) === 0) {
        this.#stands++
        victim.stand()
        await delay(randomInt(2 * failoverMs))
        victim.goOn()
        continue
      }
      this.#living = this.#living.filter((worker) => worker !== victim)
      await victim.kill()
      this.#start()
      killed++
      report(`kill ${killed}: ${this.#records} records are put`)
    }
  }

  /** Resolves when a worker has begun with each of the shards: one that has none would be killed for nothing. */
  async #untilBegun(): Promise<void> {
    while (shardsBegun(this.#all).size < shardCount) await delay(lookEveryMs)
  }

  /** @throws Error when records don't come, or a worker can't stop */
  async finish(): Promise<Omit<WorkerKillRun, 'kills'>> {
    const untilMs = performance.now() + deliveredWithinMs
    for (let { missing } = this.#check(); missing > 0; { missing } = this.#check()) {
      if (performance.now() > untilMs) throw new Error(`${missing} records have come to nobody`)
      await delay(lookEveryMs)
    }
    for (const worker of this.#living) await worker.stop()
    this.#living = []
    const { duplicates, stints } = this.#check()
    return { stands: this.#stands, records: this.#records, duplicates, stints }
  }

  async end(): Promise<void> {
    for (const worker of this.#living) await worker.kill()
    this.#client.destroy()
  }

  #start(): void {
    const file = `${this.#directory}/worker-${this.#all.length}.log`
    const worker = new WorkerProcess(this.#url, stream, failoverMs, file)
    this.#all.push(worker)
    this.#living.push(worker)
  }

  get #records(): number {
    return [...this.#put.values()].reduce((all, { length }) => all + length, 0)
  }

  /** When all puts are answered: until then what workers have may be unknown here. @throws Error with every fault found */
  #check() {
    const events = this.#all.flatMap((worker) => worker.events())
    const shards = [...this.#put].map(([shardId, records]) => new ShardCheck(shardId, records, events))
    const faults = shards.flatMap((shard) => shard.faults)
    if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.join('\n')}`)
    const sum = (of: (shard: ShardCheck) => number) => shards.reduce((all, shard) => all + of(shard), 0)
    return {
      missing: sum(({ missing }) => missing),
      duplicates: sum(({ duplicates }) => duplicates),
      stints: sum(({ stints }) => stints),
    }
  }
}

function shardsBegun(workers: readonly WorkerProcess[]): Set<string> {
  const events = workers.flatMap((worker) => worker.events())
  return new Set(events.filter(({ kind }) => kind === 'begin').map(({ shardId }) => shardId))
}
