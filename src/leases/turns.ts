/**
 * Lets writes go on side by side that have nothing to do with each other: those of one key take turns, and one that is
 * about many keys goes alone.
 */
export class Turns {
  /** By key: when the last that was asked for is done. */
  readonly #ofKeys = new Map<string, Promise<unknown>>()
  #alone: Promise<unknown> = Promise.resolve()

  /** Runs `work` when all is done that was asked for before and has this key, or went alone. Rejects as it does. */
  of<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const done = Promise.all([this.#alone, this.#ofKeys.get(key)]).then(work)
    const over = done.catch(() => undefined)
    this.#ofKeys.set(key, over)
    void over.then(() => {
      if (this.#ofKeys.get(key) === over) this.#ofKeys.delete(key)
    })
    return done
  }

  /** Runs `work` when all is done that was asked for before. Rejects as it does. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.settled().then(work)
    this.#alone = done.catch(() => undefined)
    return done
  }

  /** Resolves when all is done that was asked for before. */
  async settled(): Promise<void> {
    await Promise.all([this.#alone, ...this.#ofKeys.values()])
  }
}
