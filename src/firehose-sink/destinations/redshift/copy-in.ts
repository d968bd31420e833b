import type { Connection, Submittable } from 'pg'

/** What a connection of `pg` can do while rows are copied. Its types do not tell. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/**
 * COPY FROM STDIN as a query of `pg`, which has none: answers the server's request for rows with these.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html, "COPY Operations"
 */
export class CopyIn implements Submittable {
  /** Settles when the server has taken the rows in, or has not. */
  readonly done: Promise<void>
  readonly #statement: string
  readonly #rows: readonly Buffer[]
  readonly #resolve: () => void
  readonly #reject: (error: Error) => void

  constructor(statement: string, rows: readonly Buffer[]) {
    this.#statement = statement
    this.#rows = rows
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.done = promise
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: Connection): void {
    connection.query(this.#statement)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const row of this.#rows) if (row.length > 0) connection.sendCopyFromChunk(row)
    connection.endCopyFrom()
  }

  handleError(error: Error): void {
    this.#reject(error)
  }

  /** After an error it is too late for this to change anything. */
  handleReadyForQuery(): void {
    this.#resolve()
  }

  handleCommandComplete(): void {}
}
