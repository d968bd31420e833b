/*
 * Question: what does the log cost per 1 KiB record, journal and segments together, with nothing else around it? Commits of 500
 * records over 4 logs from 8 callers, as PutRecords makes them, and of one record from 64 callers, as PutRecord does.
 * The frames are built once (random bytes, which do not compress), so that what is measured is the store. It runs in this
 * process: CPU time is the whole process's, until everything is in segments and the store is closed.
 */
import { randomBytes } from 'node:crypto'
import { nodeFileSystem, silentLogger, systemClock, systemRandom } from '../src/base/index.ts'
import { type Append, frameHeaderSize, openLogStore, writeFrameHeader } from '../src/log/index.ts'
import { benchOptions } from './lib/options.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded, spread } from './lib/statistics.ts'

const recordBytes = 1024
const targetMicrosPerRecord = 2
/** The target says "about": by so much one run differs from the next on a quiet machine. */
const toleranceFactor = 1.2
/** Callers take turns with these, as shards do. */
const logCount = 4
const { smoke, rounds } = benchOptions()

interface Load {
  readonly callers: number
  readonly logs: number
  readonly recordsPerAppend: number
  readonly commits: number
}

const loads: Record<string, Load> = {
  batches: { callers: 8, logs: logCount, recordsPerAppend: 125, commits: smoke ? 20 : 2000 },
  single: { callers: 64, logs: 1, recordsPerAppend: 1, commits: smoke ? 500 : 100_000 },
}

function framesOf(records: number): Buffer {
  const frames = Buffer.allocUnsafeSlow(records * (frameHeaderSize + recordBytes))
  let at = 0
  for (let i = 0; i < records; i++) {
    at = writeFrameHeader(frames, at, recordBytes, 1_700_000_000_000)
    randomBytes(recordBytes).copy(frames, at)
    at += recordBytes
  }
  return frames
}

function commitsOf({ callers, logs, recordsPerAppend }: Load): Append[][] {
  return Array.from({ length: callers }, (_, caller) =>
    Array.from({ length: logs }, (_unused, i) => ({
      log: 1 + ((caller + i) % logCount),
      count: recordsPerAppend,
      frames: framesOf(recordsPerAppend),
    })),
  )
}

async function run(
  load: Load,
): Promise<{ microsPerRecord: number; recordsPerSecond: number; syncs: number }> {
  using scratch = new Scratch()
  const store = await openLogStore({
    files: nodeFileSystem,
    directory: scratch.path,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    durability: 'fsync',
  })
  const commits = commitsOf(load)
  let left = load.commits
  const records = load.commits * load.logs * load.recordsPerAppend
  const startedMs = performance.now()
  const before = process.cpuUsage()
  await Promise.all(
    commits.map(async (commit) => {
      while (left-- > 0) await store.commit(commit)
    }),
  )
  const seconds = (performance.now() - startedMs) / 1000
  const { journalSyncs: syncs } = store.stats()
  await store.close()
  const { user, system } = process.cpuUsage(before)
  return { microsPerRecord: (user + system) / records, recordsPerSecond: records / seconds, syncs }
}

const figures: Record<string, object> = {}
const medians: Record<string, number> = {}
for (const [name, load] of Object.entries(loads)) {
  const runs = []
  for (let round = 0; round < rounds; round++) runs.push(await run(load))
  const cpu = spread(runs.map(({ microsPerRecord }) => microsPerRecord))
  medians[name] = cpu.median
  figures[name] = {
    cpuMicrosPerRecord: cpu,
    recordsPerSecond: spread(runs.map(({ recordsPerSecond }) => recordsPerSecond)),
    recordsPerSync: rounded((load.commits * load.logs * load.recordsPerAppend) / runs[0]!.syncs),
  }
}

printReport({
  question: 'CPU of the log alone per 1 KiB record, journal and segments, fsync durability',
  target: `about ${targetMicrosPerRecord} us a record for batches`,
  met: (medians.batches ?? Number.POSITIVE_INFINITY) <= targetMicrosPerRecord * toleranceFactor,
  ...figures,
})
