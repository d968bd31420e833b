import type { Append, LogStore } from '../../log/index.ts'
import type { Commit } from '../event-log/queue-log.ts'
import type { SendOutcome } from '../message/message.ts'

/**
 * Messages that are ready to go to a queue in a commit with others'. Good in the turn in which it was prepared, as long as nothing else
 * happens to its queue.
 */
export interface PreparedSend {
  /** None when there is nothing to write: all are refused, or repeat messages that are there. */
  readonly appends: readonly Append[]
  /** To be called in this turn, when the store has taken the commit in. @param done settles as the commit does */
  taken(done: Promise<unknown>): void
  /** Resolves when the messages that those of this repeat are durable. */
  durable(): Promise<unknown>
  /** To be called when the commit is durable. */
  sent(): void
  /** To be called once, when the commit has settled. */
  release(): void
}

/** The same with what the sender is told of each message when the commit is durable. */
export interface AnsweredSend extends PreparedSend {
  readonly outcomes: readonly SendOutcome[]
}

/**
 * Commits what is prepared for different queues, with appends to other logs, in one step.
 * @returns as QueueLog.commit does; `done` resolves when all of it is durable and its queues know
 */
export function commitPrepared(
  store: LogStore,
  prepared: readonly PreparedSend[],
  others: readonly Append[] = [],
): Commit {
  const appends = [...others]
  for (const send of prepared) for (const append of send.appends) appends.push(append)
  const first = appends[0]
  if (first === undefined) return { isTaken: true, done: settle(Promise.resolve(), prepared) }
  const before = store.bounds(first.log).next
  const committed = store.commit(appends)
  const isTaken = store.bounds(first.log).next > before
  if (isTaken) for (const send of prepared) send.taken(committed)
  return { isTaken, done: settle(committed, prepared) }
}

async function settle(committed: Promise<unknown>, prepared: readonly PreparedSend[]): Promise<void> {
  try {
    await committed
    for (const send of prepared) if (send.appends.length === 0) await send.durable()
  } finally {
    for (const send of prepared) send.release()
  }
  for (const send of prepared) send.sent()
}
