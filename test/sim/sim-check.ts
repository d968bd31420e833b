import { hasCode } from '../../src/base/index.ts'
import { type Chunk, frameHeaderSize, frameLength, frameTimeMs, type LogId } from '../../src/log/index.ts'
import type { ModelRecord, StoreModel } from './log-model.ts'
import { rest, type SimWorld } from './sim-world.ts'

export class Violation extends Error {}

interface Seen {
  readonly start: number
  readonly end: number
  readonly records: readonly ModelRecord[]
}

/**
 * After a restart: what the store holds is what some number of the calls, in order, would have left, and every
 * acknowledged call is among them. From then on exactly those calls have happened.
 */
export async function checkRecovery(world: SimWorld): Promise<void> {
  const ids = logIds(world)
  const seen = new Map<LogId, Seen>()
  for (const id of ids) seen.set(id, await readAll(world, id))
  const { lasting } = world
  const candidate = world.model.copy()
  const misses: string[] = []
  for (let calls = 0; ; calls++) {
    if (calls >= lasting) {
      const difference = differenceOf(candidate, seen)
      if (difference === undefined) return world.settle(calls)
      misses.push(`after ${calls} calls: ${difference}`)
    }
    const next = world.issued[calls]
    if (next === undefined) throw new Violation(`${lasting} calls must have lasted; ${misses.join('; ')}`)
    candidate.apply(next.op)
  }
}

/**
 * While the store runs: a read from anywhere gives the records that belong there, and nothing that is not durable.
 * @param linger how long the reader takes until it looks at them: they must still be the same
 */
export async function checkRead(world: SimWorld, linger = 0): Promise<void> {
  const { random, store } = world
  const id = random.pick([...logIds(world)])
  const from = random.below(store.bounds(id).next + 2)
  const before = store.bounds(id)
  const limit = { bytes: random.pick([1, 300, 5000]), records: random.pick([1, 3, 1000]) }
  const { chunks, next } = await store.read(id, from, limit)
  const after = store.bounds(id)
  const { records } = world.expected.log(id)
  const dropped = world.expected.dropped.has(id)
  const first = chunks[0]?.firstOffset
  if (first === undefined) {
    const atEnd = next >= before.end || next >= after.start
    if (!dropped && (!atEnd || (from < before.end && after.start < before.end && from >= after.start))) {
      throw new Violation(
        `log ${id} from ${from} reads as empty at ${next}, bounds ${JSON.stringify(before)}`,
      )
    }
    return
  }
  if (first !== Math.max(from, before.start) && first !== Math.max(from, after.start)) {
    throw new Violation(`log ${id} from ${from} begins at ${first}`)
  }
  const want = records.slice(first, next)
  for (let i = 0; i < linger; i++) await rest()
  const got = recordsOf(chunks)
  if (!dropped) compare(`log ${id} from ${first}`, got, want)
  if (next > after.end && !dropped) throw new Violation(`log ${id} shows ${next}, durable is ${after.end}`)
}

export async function checkOffsetAt(world: SimWorld): Promise<void> {
  const { random, store } = world
  const id = random.pick([...logIds(world)])
  const { records } = world.expected.log(id)
  const timeMs =
    (records.length > 0 && random.chance(0.9) ? random.pick(records).timeMs : world.clock.nowMs()) +
    random.below(3) -
    1
  const before = store.bounds(id)
  const got = await store.offsetAt(id, timeMs)
  const after = store.bounds(id)
  if (world.expected.dropped.has(id)) return
  const found = records.findIndex((record) => record.timeMs >= timeMs)
  const wanted = [before, after].map(({ start, end }) =>
    Math.max(start, found < 0 ? end : Math.min(found, end)),
  )
  if (got < wanted[0]! || got > wanted[1]!)
    throw new Violation(`log ${id} at ${timeMs} ms: ${got}, not ${wanted.join(' to ')}`)
}

/**
 * After a bit has turned on the platter: the store may refuse to open, or to read some records, or end the journal early; but
 * each with a report, and it serves nothing that was not written there.
 */
export async function checkDamage(world: SimWorld): Promise<void> {
  const expected = world.expected
  const acknowledged = world.model.copy()
  for (const { op } of world.issued.slice(0, world.lasting)) acknowledged.apply(op)
  for (const id of logIds(world)) {
    const { records } = expected.dropped.get(id) ?? expected.log(id)
    const { start, end } = world.store.bounds(id)
    const least = acknowledged.log(id)
    const undone = acknowledged.dropped.has(id) ? end > 0 : end < least.records.length || start < least.start
    if (undone && !expected.dropped.has(id) && world.reports.length === 0) {
      throw new Violation(`log ${id} has lost something, and nobody was told`)
    }
    for (let from = start; from < end; ) {
      try {
        const { chunks, next } = await world.drive(world.store.read(id, from, { bytes: 2000 }))
        compare(`damaged log ${id} from ${from}`, recordsOf(chunks), records.slice(from, next))
        from = next
      } catch (error) {
        if (!hasCode(error, 'LOG_CORRUPT')) throw error
        from++
      }
    }
  }
}

async function readAll(world: SimWorld, id: LogId): Promise<Seen> {
  const { start, end } = world.store.bounds(id)
  const records: ModelRecord[] = []
  for (let from = start; from < end; ) {
    const { chunks, next } = await world.drive(world.store.read(id, from, { bytes: 3000 }))
    if (chunks[0]?.firstOffset !== from) throw new Violation(`log ${id} has a hole at ${from}`)
    records.push(...recordsOf(chunks))
    from = next
  }
  return { start, end, records }
}

function differenceOf(model: StoreModel, seen: ReadonlyMap<LogId, Seen>): string | undefined {
  for (const [id, { start, end, records }] of seen) {
    const want = model.log(id)
    const bounds = `${want.start}-${want.records.length}`
    if (want.start !== start || want.records.length !== end)
      return `log ${id} is ${start}-${end} instead of ${bounds}`
    compare(`log ${id}`, records, want.records.slice(start))
  }
  return undefined
}

function compare(where: string, got: readonly ModelRecord[], want: readonly ModelRecord[]): void {
  for (let i = 0; i < Math.max(got.length, want.length); i++) {
    const [a, b] = [got[i], want[i]]
    if (a === undefined || b === undefined || a.text !== b.text || a.timeMs !== b.timeMs) {
      throw new Violation(
        `${where}: record ${i} is ${a?.text.slice(0, 20)} instead of ${b?.text.slice(0, 20)}`,
      )
    }
  }
}

function logIds(world: SimWorld): Set<LogId> {
  const { logs, dropped } = world.expected
  return new Set([1, ...logs.keys(), ...dropped.keys(), ...world.model.logs.keys()])
}

function recordsOf(chunks: readonly Chunk[]): ModelRecord[] {
  const records: ModelRecord[] = []
  for (const { count, frames } of chunks) {
    let at = 0
    for (let i = 0; i < count; i++) {
      const start = at + frameHeaderSize
      const end = start + frameLength(frames, at)
      records.push({ text: frames.toString('latin1', start, end), timeMs: frameTimeMs(frames, at) })
      at = end
    }
  }
  return records
}
