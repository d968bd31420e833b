import { type Append, frameHeaderSize, type LogId, type LogStore, writeFrameHeader } from '../../log/index.ts'
import { type MessageRecord, recordSize, writeRecord } from './message-record.ts'

export interface MessageAppend {
  readonly append: Append
  /** When the messages count as sent. */
  readonly timeMs: number
}

/** Frames messages for the log of a queue, in memory of the store. @param nowMs times never fall within a log, so they may be later */
export function appendOf(
  store: LogStore,
  log: LogId,
  records: readonly MessageRecord[],
  nowMs: number,
): MessageAppend {
  const timeMs = Math.max(nowMs, store.bounds(log).lastTimeMs)
  const sizes = records.map(recordSize)
  const total = sizes.reduce((sum, size) => sum + frameHeaderSize + size, 0)
  const frames = store.allocate(total)
  let at = 0
  for (let i = 0; i < records.length; i++) {
    at = writeRecord(frames, writeFrameHeader(frames, at, sizes[i]!, timeMs), records[i]!)
  }
  return { append: { log, count: records.length, frames }, timeMs }
}
