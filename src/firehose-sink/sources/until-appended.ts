import type { LogId, LogStore, Offset } from '../../log/index.ts'

/** Resolves when the log has a record at `offset` or behind it, or `signal` aborts. */
export function untilAppended(
  store: LogStore,
  log: LogId,
  offset: Offset,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted || store.bounds(log).end > offset) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      unsubscribe()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const unsubscribe = store.onAppend(log, done)
    signal.addEventListener('abort', done)
  })
}
