import type { LogId, Offset } from '../log/index.ts'
import {
  type ShardRecords,
  type ShardState,
  type StreamState,
  type Streams,
  secondsOf,
} from '../shards/index.ts'

/** Keys and data in one answer; one record comes whatever its size. AWS documents no limit: that of GetRecords. */
const answerBytesMax = 10 * 1024 * 1024

/** A record to be read. */
export interface WantedRecord {
  readonly slot: number
  readonly log: LogId
  readonly position: Offset
}

/** A record, in memory of its own. */
export interface ReadRecord {
  /** 56 digits. */
  readonly sequenceNumber: string
  /** Undefined for one that the producer has put without. */
  readonly key: string | undefined
  readonly data: Buffer
  readonly arrivalMs: number
}

export interface ReadOutcome {
  readonly found: Map<WantedRecord, ReadRecord>
  /** Not kept by the stream any more. */
  readonly gone: WantedRecord[]
  /** One answer is full before them. */
  readonly left: WantedRecord[]
}

interface Reading {
  readonly streams: Streams
  readonly stream: StreamState
  shardOf(log: LogId): ShardState | undefined
  /** Is told where the records of a shard begin that the stream keeps, if that is behind what was asked for. */
  skipTo(log: LogId, offset: Offset): void
}

/** Reads records, those that follow on each other in one go. @throws LOG_CORRUPT */
export async function readRecords(reading: Reading, wanted: readonly WantedRecord[]): Promise<ReadOutcome> {
  const sorted = [...wanted].sort((a, b) => a.log - b.log || a.position - b.position)
  const outcome: ReadOutcome = { found: new Map(), gone: [], left: [] }
  let bytes = answerBytesMax
  for (let i = 0; i < sorted.length; ) {
    const run = runFrom(sorted, i)
    i += run.length
    if (bytes <= 0) outcome.left.push(...run)
    else bytes -= await readRun(reading, run, bytes, outcome)
  }
  return outcome
}

function runFrom(sorted: readonly WantedRecord[], start: number): WantedRecord[] {
  const { log, position } = sorted[start]!
  let count = 1
  for (; ; count++) {
    const next = sorted[start + count]
    if (next?.log !== log || next.position !== position + count) break
  }
  return sorted.slice(start, start + count)
}

/** @returns the bytes of keys and data that were read */
async function readRun(
  { streams, stream, shardOf, skipTo }: Reading,
  run: readonly WantedRecord[],
  bytes: number,
  { found, gone, left }: ReadOutcome,
): Promise<number> {
  const { log, position } = run[0]!
  const shard = shardOf(log)
  if (shard === undefined) {
    gone.push(...run)
    return 0
  }
  const limit = { records: run.length, bytes }
  return await streams.readUnmetered({ stream, shard, offset: position }, limit, (records) => {
    const { first, read, bytesRead } = copyOf(records, position + run.length)
    if (first > position) skipTo(log, first)
    for (const wanted of run) {
      const record = read.get(wanted.position)
      if (record !== undefined) found.set(wanted, record)
      else if (wanted.position < first) gone.push(wanted)
      else left.push(wanted)
    }
    return bytesRead
  })
}

interface CopiedRecords {
  /** The first record that the stream keeps; the end of the shard if it keeps none. */
  readonly first: Offset
  readonly read: Map<Offset, ReadRecord>
  readonly bytesRead: number
}

/** After what is too old the read goes over the end of what was asked for. */
function copyOf(records: ShardRecords, end: Offset): CopiedRecords {
  const { numbers } = records.shard
  const read = new Map<Offset, ReadRecord>()
  let first: Offset | undefined
  let bytesRead = 0
  for (const cursor = records.cursor(); cursor.next(); ) {
    first ??= cursor.offset
    if (cursor.offset >= end) break
    const { frames, keyStart, keyEnd, dataEnd, offset, arrivalMs } = cursor
    bytesRead += dataEnd - keyStart
    read.set(offset, {
      sequenceNumber: numbers.textOf(offset, secondsOf(arrivalMs)),
      key: keyEnd > keyStart ? frames.toString('utf8', keyStart, keyEnd) : undefined,
      data: Buffer.from(frames.subarray(keyEnd, dataEnd)),
      arrivalMs,
    })
  }
  return { first: first ?? records.next, read, bytesRead }
}
