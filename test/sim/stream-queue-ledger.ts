import type { ReceivedRecord, RecordKind } from '../../src/stream-queues/index.ts'

/** What is known of one record, whose text is its name. */
interface Known {
  isPut: boolean
  acknowledging: boolean
  isAcknowledged: boolean
  /** Of the last answered receive: its handle, what it was received as, and until when it hides the record. */
  handle: string
  kind: RecordKind
  hiddenUntilMs: number
  /** Answered receives since it was restored for certain, 0 when that is not known. */
  receives: number
}

const never: Known = {
  isPut: false,
  acknowledging: false,
  isAcknowledged: false,
  handle: '',
  kind: 'live',
  hiddenUntilMs: 0,
  receives: 0,
}

/** What clients of a queue over a stream have been told, over all lives of the server; says so when an answer is at odds with it. */
export class StreamQueueLedger {
  readonly #known = new Map<string, Known>()

  issue(text: string): void {
    this.#known.set(text, { ...never })
  }

  put(text: string): void {
    this.#of(text).isPut = true
  }

  /** An acknowledgement is on its way: from now on the record may be gone, and after the answer it must be. */
  acknowledging(text: string): void {
    this.#of(text).acknowledging = true
  }

  acknowledged(text: string): void {
    this.#of(text).isAcknowledged = true
  }

  /** A change of its visibility, or a restore, is on its way. */
  released(text: string): void {
    const known = this.#of(text)
    known.hiddenUntilMs = 0
    known.receives = 0
  }

  /** Whether that receive is the last one for certain, and hides the record still. */
  isInFlight({ data, receiptHandle }: ReceivedRecord, nowMs: number): boolean {
    const { handle, hiddenUntilMs } = this.#of(data.toString())
    return handle === receiptHandle && hiddenUntilMs > nowMs
  }

  received(kind: RecordKind, record: ReceivedRecord, nowMs: number, hiddenUntilMs: number): void {
    const text = record.data.toString()
    const known = this.#of(text)
    if (known.isAcknowledged) throw new Error(`${text} was acknowledged, and is received`)
    if (known.hiddenUntilMs > nowMs) throw new Error(`${text} is received while it is in flight`)
    if (record.receiveCount <= known.receives)
      throw new Error(`${text}: receive ${record.receiveCount} after ${known.receives}`)
    if (kind === 'live' && record.receiveCount > 2) throw new Error(`${text} is received too often`)
    Object.assign(known, { kind, handle: record.receiptHandle, hiddenUntilMs, receives: record.receiveCount })
  }

  /** At the end: the queue holds what was put, but for what was acknowledged, each once. */
  checkRest(texts: readonly string[]): void {
    const there = new Set(texts)
    if (there.size < texts.length)
      throw new Error(`doubled: ${texts.filter((text, i) => texts.indexOf(text) < i)}`)
    for (const [text, { isPut, acknowledging, isAcknowledged }] of this.#known) {
      if (isPut && !acknowledging && !there.has(text)) throw new Error(`${text} is lost`)
      if (isAcknowledged && there.has(text)) throw new Error(`${text} was acknowledged, and is there`)
    }
  }

  #of(text: string): Known {
    const known = this.#known.get(text)
    if (known === undefined) throw new Error(`${text} was never put`)
    return known
  }
}
