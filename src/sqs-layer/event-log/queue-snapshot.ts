import type { Offset } from '../../log/index.ts'
import type { Backlog } from '../backlog/backlog.ts'
import { place } from '../backlog/message-table.ts'
import type { DeduplicationWindow } from './deduplication-window.ts'
import { deduplicationKeySize } from './queue-events.ts'

/*
 * All that is remembered of the messages of a queue, as bytes. Integers little-endian, offsets and times as f64.
 *
 *   | cursor | purged at | messages u32 | keys u32 | messages ... | keys ...
 *
 * A message is its offset, when it is due, when it was first received (f64 each), when last received in seconds, how often (u32
 * each), and its place (u8; one that was set aside, or that a receive has in hand which has not committed, is one that waits). A deduplication key is its
 * offset and time (f64 each) and 16 bytes.
 */
const headerSize = 24
const messageSize = 33
const keySize = 16 + deduplicationKeySize

export interface QueueMemory {
  readonly backlog: Backlog
  readonly window: DeduplicationWindow
  purgedAtMs: number
}

export function snapshotOf({ backlog, window, purgedAtMs }: QueueMemory): Buffer {
  const { table } = backlog
  const bytes = Buffer.allocUnsafe(headerSize + table.count * messageSize + window.count * keySize)
  bytes.writeDoubleLE(backlog.cursor, 0)
  bytes.writeDoubleLE(purgedAtMs, 8)
  bytes.writeUInt32LE(table.count, 16)
  bytes.writeUInt32LE(window.count, 20)
  let at = headerSize
  for (let slot = 0; slot < table.capacity; slot++) {
    const where = table.place[slot]!
    if (where === place.none) continue
    bytes.writeDoubleLE(table.offset[slot]!, at)
    bytes.writeDoubleLE(table.dueMs[slot]!, at + 8)
    bytes.writeDoubleLE(table.firstReceivedMs[slot]!, at + 16)
    bytes.writeUInt32LE(table.receivedS[slot]!, at + 24)
    bytes.writeUInt32LE(table.receives[slot]!, at + 28)
    bytes[at + 32] = where === place.taken || where === place.aside ? place.waiting : where
    at += messageSize
  }
  window.each((offset, atMs, key) => {
    bytes.writeDoubleLE(offset, at)
    bytes.writeDoubleLE(atMs, at + 8)
    bytes.set(key, at + 16)
    at += keySize
  })
  return bytes
}

/** @param memory that of a queue of which nothing is remembered yet */
export function restoreSnapshot(bytes: Buffer, memory: QueueMemory): void {
  const { backlog, window } = memory
  memory.purgedAtMs = bytes.readDoubleLE(8)
  backlog.cursor = bytes.readDoubleLE(0)
  const messages = bytes.readUInt32LE(16)
  for (let i = 0; i < messages; i++) restoreMessage(bytes, headerSize + i * messageSize, backlog)
  const keys = bytes.readUInt32LE(20)
  for (let i = 0; i < keys; i++) {
    const at = headerSize + messages * messageSize + i * keySize
    const key = bytes.subarray(at + 16, at + keySize)
    window.add(key, bytes.readDoubleLE(at) as Offset, bytes.readDoubleLE(at + 8))
  }
}

function restoreMessage(bytes: Buffer, at: number, backlog: Backlog): void {
  backlog.restore(bytes.readDoubleLE(at), {
    dueMs: bytes.readDoubleLE(at + 8),
    firstReceivedMs: bytes.readDoubleLE(at + 16),
    receivedS: bytes.readUInt32LE(at + 24),
    receives: bytes.readUInt32LE(at + 28),
    place: bytes[at + 32]!,
  })
}
