import type { LogId, Offset } from '../../src/log/index.ts'

export interface ModelRecord {
  readonly text: string
  readonly timeMs: number
}

export interface ModelAppend {
  readonly log: LogId
  readonly records: readonly ModelRecord[]
}

/** One call that changes the store. */
export interface ModelOp {
  readonly appends: readonly ModelAppend[]
  readonly drops: readonly LogId[]
  readonly trims: readonly { log: LogId; before: Offset }[]
}

/** What one log should hold. The index of a record is its offset; what is before `start` has been trimmed. */
export interface LogModel {
  start: Offset
  records: ModelRecord[]
}

/** What the whole store should hold after some operations: the specification, in the simplest form there is. */
export class StoreModel {
  readonly logs = new Map<LogId, LogModel>()
  /** As they were when they were dropped. */
  readonly dropped = new Map<LogId, LogModel>()

  log(id: LogId): LogModel {
    return this.logs.get(id) ?? { start: 0, records: [] }
  }

  apply({ appends, drops, trims }: ModelOp): void {
    for (const { log: id, records } of appends) {
      const log = this.log(id)
      log.records.push(...records)
      this.logs.set(id, log)
    }
    for (const { log: id, before } of trims) {
      const log = this.logs.get(id)
      if (log !== undefined) log.start = Math.max(log.start, before)
    }
    for (const id of drops) {
      this.dropped.set(id, this.log(id))
      this.logs.delete(id)
    }
  }

  copy(): StoreModel {
    const copy = new StoreModel()
    for (const [id, { start, records }] of this.logs) copy.logs.set(id, { start, records: [...records] })
    for (const [id, log] of this.dropped) copy.dropped.set(id, log)
    return copy
  }
}
