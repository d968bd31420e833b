import { frameHeaderSize, frameLength, frameTimeMs } from './frame.ts'
import type { LogId, LogStore, Offset } from './log-store.ts'
import type { StateMachine } from './state-machine.ts'
import { decodeSnapshot, decodeStateRecord, type StateRecord } from './state-record.ts'

const readBytes = 1024 * 1024

export interface ReplayedState {
  /** One past the newest event applied. */
  readonly applied: Offset
  /** Bytes of the events since the snapshot. */
  readonly eventBytes: number
  /** 0 when there was no snapshot. */
  readonly snapshotBytes: number
}

interface Snapshot {
  readonly asOf: Offset
  readonly parts: readonly Buffer[]
}

/** Brings `machine` to the end of the log: the last whole snapshot, then every event that it does not contain. */
export async function replayState<Event>(
  store: LogStore,
  log: LogId,
  machine: StateMachine<Event>,
): Promise<ReplayedState> {
  const snapshot = await lastSnapshot(store, log)
  if (snapshot !== undefined) machine.restore(decodeSnapshot(snapshot.parts))
  const from = snapshot?.asOf ?? 0
  let applied = from
  let eventBytes = 0
  await eachRecord(store, log, from, (record, timeMs, offset, bytes) => {
    if (record.kind !== 'event') return
    machine.apply(record.event as Event, timeMs)
    applied = offset + 1
    eventBytes += bytes
  })
  const snapshotBytes = snapshot?.parts.reduce((sum, part) => sum + part.length, 0) ?? 0
  return { applied, eventBytes, snapshotBytes }
}

async function lastSnapshot(store: LogStore, log: LogId): Promise<Snapshot | undefined> {
  let last: Snapshot | undefined
  let asOf = -1
  let parts: Buffer[] = []
  await eachRecord(store, log, 0, (record) => {
    if (record.kind !== 'snapshot') return
    if (record.part === 0) {
      asOf = record.asOf
      parts = []
    }
    // A part whose beginning was cut short by a crash, or trimmed, belongs to no snapshot.
    if (record.asOf !== asOf || record.part !== parts.length) return
    parts.push(record.bytes)
    if (record.last) last = { asOf, parts }
  })
  return last
}

async function eachRecord(
  store: LogStore,
  log: LogId,
  from: Offset,
  visit: (record: StateRecord, timeMs: number, offset: Offset, bytes: number) => void,
): Promise<void> {
  let next = from
  for (;;) {
    const batch = await store.read(log, next, { bytes: readBytes })
    if (batch.chunks.length === 0) return
    for (const { firstOffset, count, frames } of batch.chunks) {
      let at = 0
      for (let i = 0; i < count; i++) {
        const start = at + frameHeaderSize
        const end = start + frameLength(frames, at)
        const record = decodeStateRecord(log, frames.subarray(start, end))
        visit(record, frameTimeMs(frames, at), firstOffset + i, end - at)
        at = end
      }
    }
    next = batch.next
  }
}
