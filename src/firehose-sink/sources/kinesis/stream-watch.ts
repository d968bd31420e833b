import type { Unsubscribe } from '../../../log/index.ts'
import type { Streams } from '../../../shards/index.ts'

/** Tells of changes of the streams of this server, for as long as somebody wants to know: sources come and go. */
export class StreamWatch {
  readonly streams: Streams
  readonly #listeners = new Set<() => void>()

  constructor(streams: Streams) {
    this.streams = streams
    streams.onChange(() => {
      for (const listener of this.#listeners) listener()
    })
  }

  /** Listeners must not throw. */
  onChange(listener: () => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
