import { assert } from '../../base/index.ts'
import {
  type Chunk,
  frameHeaderSize,
  frameLength,
  frameTimeMs,
  type LogStore,
  writeFrameHeader,
} from '../../log/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'

/*
 * The payload of a direct put in the log of its delivery stream: one byte that says what follows, and the data. Kind 1:
 * nothing but data.
 */
const plainKind = 1
const kindSize = 1

/** Memory of the store with the records framed in it, one behind the other. */
export function frameRecords(store: LogStore, records: readonly Uint8Array[], timeMs: number): Buffer {
  const size = records.reduce((sum, { length }) => sum + frameHeaderSize + kindSize + length, 0)
  const frames = store.allocate(size)
  let position = 0
  for (const data of records) {
    position = writeFrameHeader(frames, position, kindSize + data.length, timeMs)
    frames[position] = plainKind
    frames.set(data, position + kindSize)
    position += kindSize + data.length
  }
  return frames
}

/** The records of chunks that are the reader's: their data are views. */
export function recordsOf(chunks: readonly Chunk[]): SinkRecord[] {
  const records: SinkRecord[] = []
  for (const { firstOffset, count, frames } of chunks) {
    let position = 0
    for (let i = 0; i < count; i++) {
      const start = position + frameHeaderSize
      const end = start + frameLength(frames, position)
      assert(frames[start] === plainKind, 'a record of a kind that this version writes')
      records.push({
        data: frames.subarray(start + kindSize, end),
        arrivalMs: frameTimeMs(frames, position),
        position: String(firstOffset + i),
      })
      position = end
    }
  }
  return records
}
