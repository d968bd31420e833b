export interface Receipt {
  readonly shardId: string
  readonly sequenceNumber: string
}

/** One PutRecord or PutRecords: the ids of its records, and their receipts if an answer came. */
export interface Request {
  /** Requests of one writer are made one after the other. */
  readonly writer: string
  readonly ids: readonly string[]
  /** By the server's clock: its records came then or later. */
  readonly sentMs: number
  receipts: readonly Receipt[] | undefined
}

/** What writers have sent and what they were promised, over all lives of the server. */
export class Ledger {
  readonly requests: Request[] = []
  /** The ids of all shards that were ever seen. */
  readonly shards = new Set<string>()
  /** Splits, merges and scalings that were answered. */
  reshards = 0
  /** How far the server's clock is ahead. */
  aheadMs = 0
  #nextId = 0

  get acknowledgedCount(): number {
    return this.acknowledgedBefore(Number.POSITIVE_INFINITY)
  }

  /** The acknowledged records that were sent before. */
  acknowledgedBefore(ms: number): number {
    return this.requests.reduce(
      (sum, { sentMs, receipts }) => sum + (sentMs < ms ? (receipts?.length ?? 0) : 0),
      0,
    )
  }

  /** By the server's clock. */
  get nowMs(): number {
    return Date.now() + this.aheadMs
  }

  newId(): string {
    return `r${this.#nextId++}`
  }

  /** To be called before the request is sent: from then on its records may be on disk. */
  sending(writer: string, ids: readonly string[]): Request {
    const request: Request = { writer, ids, sentMs: this.nowMs, receipts: undefined }
    this.requests.push(request)
    return request
  }
}
