import type { Clock, Logger } from '../base/index.ts'
import type { LogId, LogStore } from '../log/index.ts'
import { type Commit, eventsFrame, QueueLog } from '../sqs-layer/index.ts'
import type { QueueEvent } from './queue-event.ts'
import { QueueRecords } from './queue-records.ts'
import { decodeEvents, encodeEvents, encodeSnapshot, restoreSnapshot } from './queue-snapshot.ts'

export interface QueueDataOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * What is remembered of one queue's records, and the one way to change it. A commit's events change the memory live by the
 * same code as at a restart, in the turn in which the store takes them in.
 */
export class QueueData {
  readonly records = new QueueRecords()
  /** Called after each commit that was taken in. */
  changed: () => void = () => undefined
  #log: QueueLog | undefined

  private constructor() {}

  /** @throws as QueueLog.open */
  static async open(options: QueueDataOptions, log: LogId): Promise<QueueData> {
    const data = new QueueData()
    const { records } = data
    data.#log = await QueueLog.open(
      { ...options, log, snapshot: () => encodeSnapshot(records) },
      {
        restore: (bytes) => restoreSnapshot(bytes, records),
        replay: (bytes, start) => {
          for (const event of decodeEvents(bytes, start)) records.apply(event)
        },
      },
    )
    return data
  }

  /** Commits events, behind those that the log lacks; if the store takes them in, the memory has followed when this returns. */
  commit(events: readonly QueueEvent[]): Commit {
    const { records } = this
    const all = [...records.unlogged, ...events]
    const commit = this.#log!.commit(eventsFrame(encodeEvents(all)))
    if (commit.isTaken) {
      records.logged()
      for (const event of events) records.apply(event)
      this.#log!.tidy()
      this.changed()
    }
    return commit
  }

  /** Resolves when what the memory says is durable: to be awaited before it is told. Rejects as the commits do. */
  durable(): Promise<unknown> {
    return this.#log!.durable()
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#log!.settled()
  }
}
