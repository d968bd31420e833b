/**
 * Something that is opened when it is first asked for, once. That it could not be opened is kept too: a half of it may be
 * open, which a second time would be opened beside itself. So a new start tries again, and nothing else.
 */
export class OnDemand<Value extends { close(): Promise<void> }> {
  readonly #open: () => Promise<Value>
  #opening: Promise<Value> | undefined
  #opened: Value | undefined
  #closed = false

  constructor(open: () => Promise<Value>) {
    this.#open = open
  }

  /** Undefined until it is open. */
  get opened(): Value | undefined {
    return this.#opened
  }

  /** Rejects as opening it does, and when it is closed. */
  async get(): Promise<Value> {
    if (this.#closed) throw new Error('the server is closing')
    this.#opening ??= this.#open()
    this.#opened = await this.#opening
    return this.#opened
  }

  /** Closes it if it is open or being opened. */
  async close(): Promise<void> {
    this.#closed = true
    const open = await this.#opening?.catch(() => undefined)
    await open?.close()
  }
}
