import { setTimeout as delay } from 'node:timers/promises'
import { type LoadClient, type LoadResult, runLoad } from './load.ts'
import { type BenchOptions, measuring } from './options.ts'
import { cpuMicros } from './process-usage.ts'
import { Scratch } from './scratch.ts'
import { rounded, type Spread, spread } from './statistics.ts'

/** Two looks at the CPU time this far apart that show no work mean that a server has finished with what it deferred. */
const idleCheckMs = 250
const idleMicrosMax = 20_000
const idleWaitMs = 5_000

/** A server under load: Millrace, a floor, or another product. */
export interface RunningServer {
  readonly url: string
  readonly port: number
  readonly pid: number
  stop(): Promise<unknown>
}

export interface Subject {
  readonly name: string
  /** Starts the server on an empty folder and brings it to where the load can begin. */
  start(directory: string): Promise<RunningServer>
  /** The load's requests; made anew for each server when they depend on it. */
  requestsFile(server: RunningServer, scratch: Scratch): Promise<string> | string
}

export interface Load {
  /** `requests` by default. */
  client?: LoadClient
  connections: number
  recordsPerRequest: number
  /** Enough that the servers' code has been compiled by then: tens of thousands of small requests. */
  warmupRequests: number
  windowMs: number
  /** How often each subject is run; they take turns. */
  rounds: number
}

/** One run's load, and what a client of its own needs besides. */
export type RunLoad = Omit<Load, 'rounds'> & { readonly clientOptions?: object }

/** One run of one subject. CPU is user + system time of the server's whole process. */
export interface Run {
  cpuMicrosPerRecord: number
  /** CPU after the load's end, spread over the window's records: work that was put off. Not in the figure above. */
  afterMicrosPerRecord: number
  recordsPerSecond: number
  p50Ms: number
  p99Ms: number
  peakRssMiB: number
  /** 1 would mean that the load client, and not the server, set the pace. */
  clientCores: number
}

export type Summary = { [Figure in keyof Run]: Spread }

export interface Comparison {
  runs: Record<string, Run[]>
  summary: Record<string, Summary>
  /** The second subject's CPU per record over the first's of the same round. */
  cpuRatio: Spread
}

/** As `compare`; the floor with itself where the options say so. */
export function compareToFloor(
  { floor, millrace }: { readonly floor: Subject; readonly millrace: Subject },
  options: BenchOptions,
  load: Pick<Load, 'connections' | 'recordsPerRequest' | 'warmupRequests'>,
): Promise<Comparison> {
  const other = options.against === 'floor' ? { ...floor, name: 'floor again' } : millrace
  return compare(floor, other, {
    ...load,
    rounds: options.rounds,
    ...measuring(options, load.warmupRequests),
  })
}

/** Runs the first subject, the second, the first again ..., each on a fresh process and folder, with the same load. */
export async function compare(floor: Subject, other: Subject, load: Load): Promise<Comparison> {
  const floorRuns: Run[] = []
  const otherRuns: Run[] = []
  for (let round = 0; round < load.rounds; round++) {
    floorRuns.push(await runOnce(floor, load))
    otherRuns.push(await runOnce(other, load))
  }
  const ratios = otherRuns.map((run, i) => run.cpuMicrosPerRecord / (floorRuns[i]?.cpuMicrosPerRecord ?? 0))
  return {
    runs: { [floor.name]: floorRuns, [other.name]: otherRuns },
    summary: { [floor.name]: summaryOf(floorRuns), [other.name]: summaryOf(otherRuns) },
    cpuRatio: spread(ratios),
  }
}

/** Runs the subject on a fresh process and folder. @throws Error when an answer was not the one expected */
export async function runOnce(subject: Subject, load: RunLoad): Promise<Run> {
  using scratch = new Scratch()
  const server = await subject.start(scratch.join('data'))
  try {
    const requestsFile = await subject.requestsFile(server, scratch)
    const { client = 'requests', connections, recordsPerRequest, warmupRequests, windowMs } = load
    const { port, pid } = server
    const measured = { port, pid, connections, requestsFile, recordsPerRequest, warmupRequests, windowMs }
    const spec = { ...measured, ...load.clientOptions }
    const endMicros = await runLoad(spec, client)
    return runOf(endMicros, await microsUntilIdle(pid), recordsPerRequest)
  } finally {
    await server.stop()
  }
}

/** The CPU time that the process uses until it has gone quiet. */
async function microsUntilIdle(pid: number): Promise<number> {
  const startMicros = cpuMicros(pid)
  let before = startMicros
  for (let waitedMs = 0; waitedMs < idleWaitMs; waitedMs += idleCheckMs) {
    await delay(idleCheckMs)
    const now = cpuMicros(pid)
    if (now - before < idleMicrosMax) break
    before = now
  }
  return cpuMicros(pid) - startMicros
}

function runOf(result: LoadResult, afterMicros: number, recordsPerRequest: number): Run {
  const records = result.requests * recordsPerRequest
  return {
    cpuMicrosPerRecord: rounded(result.serverMicros / records),
    afterMicrosPerRecord: rounded(afterMicros / records),
    recordsPerSecond: rounded((records / result.windowMs) * 1000),
    p50Ms: rounded(result.p50Ms),
    p99Ms: rounded(result.p99Ms),
    peakRssMiB: rounded(result.peakRssBytes / 1024 / 1024),
    clientCores: rounded(result.clientMicros / 1000 / result.windowMs),
  }
}

export function summaryOf(runs: readonly Run[]): Summary {
  const of = (figure: keyof Run) => spread(runs.map((run) => run[figure]))
  return {
    cpuMicrosPerRecord: of('cpuMicrosPerRecord'),
    afterMicrosPerRecord: of('afterMicrosPerRecord'),
    recordsPerSecond: of('recordsPerSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    peakRssMiB: of('peakRssMiB'),
    clientCores: of('clientCores'),
  }
}
