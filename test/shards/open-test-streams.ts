import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import {
  findShard,
  type Owner,
  openStreams,
  type ShardRecords,
  type Stream,
  type Streams,
  type StreamsOptions,
} from '../../src/shards/index.ts'
import { openTestStore } from '../log/open-test-store.ts'
import { poisonAfterUse } from '../log/poison-after-use.ts'

/** 2026-01-02T03:04:05.678Z */
export const startMs = 1_767_323_045_678

export const owner: Owner = { account: '000000000000', region: 'us-east-1' }

export interface TestStreams {
  readonly streams: Streams
  readonly store: LogStore
  readonly clock: ManualClock
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<TestStreams>
}

interface TestOptions extends Partial<StreamsOptions> {
  /** Other limits of the store than usual. */
  readonly log?: { readonly pendingBytesMax: number } | undefined
}

/** Streams over a memory disk and a clock that stands still. No limits unless asked for. */
export async function openTestStreams(
  { log, ...options }: TestOptions = {},
  files = new MemoryFileSystem(),
  clock = new ManualClock(startMs),
): Promise<TestStreams> {
  const random = systemRandom
  const logger = silentLogger
  const store = poisonAfterUse(await openTestStore({ files, clock, ...log }))
  const streams = await openStreams({ store, clock, random, logger, limits: 'off', ...options })
  return {
    streams,
    store,
    clock,
    async restart() {
      await streams.close()
      await store.close()
      return openTestStreams({ ...options, log }, files, clock)
    },
  }
}

export interface TestRecord {
  readonly key: string
  readonly data: Buffer
}

/** Puts records in one call. @returns what each was answered with; undefined for one that was refused */
export function putAll(streams: Streams, name: string, records: readonly TestRecord[]) {
  return streams.writeTo(owner, name, (stream) => putTo(streams, stream, records))
}

async function putTo(streams: Streams, stream: Stream, records: readonly TestRecord[]) {
  const batch = streams.batches.take(stream)
  for (const { key, data } of records) {
    const bytes = Buffer.from(key)
    batch.add(bytes, 0, bytes.length, data.length)
  }
  batch.layOut()
  records.forEach(({ key, data }, i) => {
    if (!batch.isAdmitted(i)) return
    batch.buffer.write(key, batch.keyAt(i))
    batch.buffer.set(data, batch.dataAt(i))
  })
  return await streams.batches.commit(batch, () =>
    records.map((_, i) =>
      batch.isAdmitted(i)
        ? { shard: batch.shardOf(i).index, sequenceNumber: batch.sequenceNumber(i) }
        : undefined,
    ),
  )
}

/** An iterator to the first record of a shard. */
export function positionOf(streams: Streams, name: string, index: number, offset = 0) {
  const stream = streams.control.get(owner, name)
  return { stream, shard: findShard(stream, index)!, offset }
}

export interface ReadRecord extends TestRecord {
  readonly sequenceNumber: string
  readonly arrivalMs: number
}

/** What one read gave, copied out of the log. */
export function readList(streams: Streams, position: ReturnType<typeof positionOf>, countMax: number) {
  const list: ReadRecord[] = []
  const sum = { count: 0, keyBytes: 0, dataBytes: 0 }
  return streams.read(position, countMax, {
    add(records) {
      list.push(...listOf(records))
      sum.count += records.count
      sum.keyBytes += records.keyBytes
      sum.dataBytes += records.dataBytes
    },
    finish: (end) => ({ list, ...sum, ...end }),
  })
}

function listOf(records: ShardRecords): ReadRecord[] {
  const list: ReadRecord[] = []
  for (const cursor = records.cursor(); cursor.next(); ) {
    list.push({
      key: cursor.frames.toString('utf8', cursor.keyStart, cursor.keyEnd),
      data: Buffer.from(cursor.frames.subarray(cursor.keyEnd, cursor.dataEnd)),
      sequenceNumber: records.shard.numbers.textOf(cursor.offset, Math.floor(cursor.arrivalMs / 1000)),
      arrivalMs: cursor.arrivalMs,
    })
  }
  return list
}

/** All records of a shard, by as many reads as it takes. */
export async function readShard(streams: Streams, name: string, index: number, countMax = 10_000) {
  const all: ReadRecord[] = []
  for (let position = positionOf(streams, name, index); ; ) {
    const { count, list, next } = await readList(streams, position, countMax)
    if (count === 0) return all
    all.push(...list)
    position = { ...position, offset: next }
  }
}
