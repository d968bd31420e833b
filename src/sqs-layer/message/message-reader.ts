import {
  frameHeaderSize,
  frameLength,
  frameTimeMs,
  type LogId,
  type LogStore,
  type Offset,
  type ReadBatch,
} from '../../log/index.ts'
import { type MessageRecord, readRecord } from './message-record.ts'

/** More than ten messages of the largest size. */
const readBytes = 16 * 1024 * 1024

/** A message as it lies in the log. */
export interface StoredMessage {
  readonly offset: Offset
  /** When it was sent to this queue. */
  readonly storedMs: number
  readonly record: MessageRecord
}

/** Reads messages, in memory of their own, those that follow on each other in one go. Those that are trimmed are not in the map. */
export async function readMessages(
  store: LogStore,
  log: LogId,
  offsets: readonly Offset[],
): Promise<Map<Offset, StoredMessage>> {
  const found = new Map<Offset, StoredMessage>()
  const sorted = [...offsets].sort((a, b) => a - b)
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i]!
    let count = 1
    while (sorted[i + count] === first + count) count++
    await readRun(store, log, first, count, found)
    i += count
  }
  return found
}

async function readRun(
  store: LogStore,
  log: LogId,
  first: Offset,
  count: number,
  found: Map<Offset, StoredMessage>,
): Promise<void> {
  for (let next = first; next < first + count; ) {
    const batch = await store.read(log, next, { bytes: readBytes, records: first + count - next })
    if (batch.chunks.length === 0) return
    collect(batch, first + count, found)
    next = batch.next
  }
}

function collect({ chunks }: ReadBatch, end: Offset, found: Map<Offset, StoredMessage>): void {
  for (const { firstOffset, count, frames } of chunks) {
    let at = 0
    for (let offset = firstOffset; offset < firstOffset + count; offset++) {
      const frameEnd = at + frameHeaderSize + frameLength(frames, at)
      // After a trim the read begins behind what was asked for, and may go over its end.
      if (offset < end) {
        const record = readRecord(frames, at, frameEnd)
        found.set(offset, { offset, storedMs: frameTimeMs(frames, at), record })
      }
      at = frameEnd
    }
  }
}
