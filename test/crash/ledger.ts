export interface Receipt {
  readonly shardId: string
  readonly sequenceNumber: string
}

/** One PutRecord or PutRecords: the ids of its records, and their receipts if an answer came. */
export interface Request {
  /** Requests of one writer are made one after the other. */
  readonly writer: string
  readonly ids: readonly string[]
  receipts: readonly Receipt[] | undefined
}

/** What writers have sent and what they were promised, over all lives of the server. */
export class Ledger {
  readonly requests: Request[] = []
  #nextId = 0

  get acknowledgedCount(): number {
    return this.requests.reduce((sum, { receipts }) => sum + (receipts?.length ?? 0), 0)
  }

  newId(): string {
    return `r${this.#nextId++}`
  }

  /** To be called before the request is sent: from then on its records may be on disk. */
  sending(writer: string, ids: readonly string[]): Request {
    const request: Request = { writer, ids, receipts: undefined }
    this.requests.push(request)
    return request
  }
}
