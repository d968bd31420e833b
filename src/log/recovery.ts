import { journalCorrupt } from './errors.ts'
import type { FrameMemory } from './frame-memory.ts'
import { copiedFramesMax } from './journal/append-runs.ts'
import type { JournalOp } from './journal/batch.ts'
import type { JournalBatch } from './journal/journal-reader.ts'
import type { LogState } from './log-state.ts'
import type { LogId } from './log-store.ts'
import type { LogTable } from './log-table.ts'
import type { MemoryTail } from './memory-tail.ts'

type AppendOp = Extract<JournalOp, { kind: 'append' }>

/** Brings the logs up to date with what the journal holds since the checkpoint. */
export class JournalApplier {
  readonly #logs: LogTable
  readonly #tail: MemoryTail
  readonly #memory: FrameMemory
  /** Logs whose records do not join up, with where that was seen. Right only when the log is dropped later on. */
  readonly #gaps = new Map<LogId, Error>()
  /** Logs that have records in the journal only. */
  readonly appended = new Set<LogState>()
  readonly trimmed = new Set<LogState>()

  constructor(logs: LogTable, tail: MemoryTail, memory: FrameMemory) {
    this.#logs = logs
    this.#tail = tail
    this.#memory = memory
  }

  apply(batch: JournalBatch, path: string, position: number): void {
    this.#logs.reserveBelow(batch.nextLogId)
    for (const op of batch.ops) {
      if (op.kind === 'append') this.#append(op, path, position)
      else if (op.kind === 'drop') this.#drop(op.log)
      else this.#trim(op.log, op.before)
    }
  }

  /** @throws CodedError LOG_JOURNAL_CORRUPT when a log has a gap between its segments and the journal */
  finish(): void {
    for (const gap of this.#gaps.values()) throw gap
  }

  #append(
    { log: id, firstOffset, count, lastTimeMs, frames }: AppendOp,
    path: string,
    position: number,
  ): void {
    const log = this.#logs.getOrBegin(id)
    if (firstOffset !== log.next) {
      const what = `log ${id} goes on at ${firstOffset} instead of ${log.next}`
      this.#gaps.set(id, journalCorrupt(path, position, what))
      return
    }
    log.next = firstOffset + count
    log.lastTimeMs = lastTimeMs
    // A small piece would keep the whole buffer that was read alive.
    const kept = frames.length > copiedFramesMax ? frames : this.#memory.copyOf(frames)
    this.#tail.add({ log, firstOffset, count, lastTimeMs, frames: kept, charge: 0, unflushed: false })
    this.appended.add(log)
  }

  #trim(id: LogId, before: number): void {
    const log = this.#logs.get(id)
    if (log === undefined) return
    this.#tail.trim(log, before)
    this.trimmed.add(log)
  }

  #drop(id: LogId): void {
    this.#gaps.delete(id)
    const log = this.#logs.get(id)
    if (log === undefined) return
    this.#tail.drop(log)
    this.#logs.remove(id)
    this.appended.delete(log)
    this.trimmed.delete(log)
  }
}
