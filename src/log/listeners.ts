import type { LogId, Offset, Unsubscribe } from './log-store.ts'

type Listener = (end: Offset) => void

/** Who wants to know when a log has grown. */
export class Listeners {
  readonly #byLog = new Map<LogId, Set<Listener>>()

  add(log: LogId, listener: Listener): Unsubscribe {
    // A wrapper each time, so that the same function given twice is called twice and unsubscribed once.
    const entry: Listener = (end) => listener(end)
    let listeners = this.#byLog.get(log)
    if (listeners === undefined) {
      listeners = new Set()
      this.#byLog.set(log, listeners)
    }
    listeners.add(entry)
    return () => {
      listeners.delete(entry)
      if (listeners.size === 0 && this.#byLog.get(log) === listeners) this.#byLog.delete(log)
    }
  }

  notify(log: LogId, end: Offset): void {
    const listeners = this.#byLog.get(log)
    if (listeners !== undefined) for (const listener of listeners) listener(end)
  }
}
