import type { Clock } from '../../../src/base/index.ts'
import { requestAborted, timedOut, unreachable } from '../../../src/http-client/errors.ts'
import type { HttpAnswer, HttpRequest } from '../../../src/http-client/index.ts'
import type { ConfirmedOrder } from './confirmed-order.ts'
import type { DeliveryLedger } from './delivery-ledger.ts'
import { numberIn, type ServerSetup } from './delivery-streams.ts'
import type { Outside } from './moody-destination.ts'

export interface MoodyServerParts {
  readonly outside: Outside
  readonly clock: Clock
  readonly ledger: DeliveryLedger
  readonly order: ConfirmedOrder
  readonly setup: ServerSetup
}

/** What becomes of the records of a request: `partly` is some of them, `lies` none, and the server says that it has all. */
type Mood = 'takes' | 'partly' | 'lies'

const never = <Result>(): Promise<Result> => new Promise(() => undefined)
const answerOf = (status: number, content: object = {}): HttpAnswer => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(content)),
})

/**
 * In the place of the HTTP client, with the other side of it: an endpoint of AWS's contract, a cluster or a collector, which takes, takes
 * a part, refuses, takes and breaks off, hangs, and, where every record is backed up, says that it has what it has not.
 */
export class MoodyServer {
  readonly #parts: MoodyServerParts
  /** Of Splunk: what is to be acknowledged, and after how many questions. */
  readonly #unacknowledged: { texts: readonly string[]; questions: number }[] = []

  constructor(parts: MoodyServerParts) {
    this.#parts = parts
  }

  async request(request: HttpRequest): Promise<HttpAnswer> {
    const { random, isAlive, isHealed } = this.#parts.outside
    if (!isAlive) return never()
    const mood = isHealed ? 0 : random.next()
    if (mood < 0.5) return this.#answer(request, 'takes')
    if (mood < 0.65) return this.#answer(request, 'partly')
    if (mood < 0.75) return answerOf(random.pick([403, 413, 429, 500, 503]))
    if (mood < 0.85) throw unreachable('server.example', 'it broke off, and may have it all')
    if (mood < 0.92) return this.#answer(request, this.#parts.setup.backsUp ? 'lies' : 'partly')
    return await this.#hang(request)
  }

  close(): void {}

  async #hang({ timeoutMs, signal }: HttpRequest): Promise<never> {
    await this.#parts.clock.sleep(timeoutMs, signal)
    throw signal?.aborted === true ? requestAborted(signal.reason) : timedOut(timeoutMs)
  }

  #answer({ url, body = new Uint8Array() }: HttpRequest, mood: Mood): HttpAnswer {
    const { pathname } = new URL(url)
    const text = Buffer.from(body).toString()
    if (pathname.endsWith('/ack')) return this.#acknowledge(text, mood)
    if (pathname.endsWith('/raw')) return this.#collect(linesOf(text), mood)
    return pathname.endsWith('/_bulk') ? this.#bulk(text, mood) : this.#endpoint(text, mood)
  }

  #endpoint(body: string, mood: Mood): HttpAnswer {
    const { requestId, records } = JSON.parse(body) as { requestId: string; records: { data: string }[] }
    const texts = records.map(({ data }) => Buffer.from(data, 'base64').toString())
    this.#sent(texts)
    if (mood === 'partly') return answerOf(200, { requestId: 'of another request' })
    if (mood === 'takes') this.#confirm(texts)
    return answerOf(200, { requestId, timestamp: 0 })
  }

  #bulk(body: string, mood: Mood): HttpAnswer {
    const { random } = this.#parts.outside
    const texts = linesOf(body)
      .filter((_, i) => i % 2 === 1)
      .map((line) => `${line.trim()}\n`)
    this.#sent(texts)
    const items = texts.map((text) => {
      const status = mood === 'partly' ? random.pick([201, 201, 400, 429, 503]) : 201
      if (status === 201 && mood !== 'lies') this.#parts.ledger.settled(text)
      return { index: { status, ...(status !== 201 && { error: { type: 'no', reason: 'moody' } }) } }
    })
    return answerOf(200, { items })
  }

  #collect(lines: readonly string[], mood: Mood): HttpAnswer {
    const { random, isHealed } = this.#parts.outside
    const texts = lines.map((line) => `${line}\n`)
    this.#sent(texts)
    if (mood === 'partly' && random.chance(0.5)) return answerOf(400, { code: 6 })
    const never = mood === 'partly' ? Number.POSITIVE_INFINITY : 0
    const questions = isHealed ? 0 : random.below(4) + never
    const ackId = this.#unacknowledged.push({ texts: mood === 'lies' ? [] : texts, questions }) - 1
    return answerOf(200, { code: 0, ackId })
  }

  #acknowledge(body: string, mood: Mood): HttpAnswer {
    const [ackId = 0] = (JSON.parse(body) as { acks: number[] }).acks
    const pending = this.#unacknowledged[ackId]!
    const isIndexed = mood !== 'partly' && pending.questions-- <= 0
    if (isIndexed) this.#confirm(pending.texts)
    return answerOf(200, { acks: { [ackId]: isIndexed } })
  }

  #sent(texts: readonly string[]): void {
    this.#parts.order.sent(texts.map(numberIn))
  }

  #confirm(texts: readonly string[]): void {
    for (const text of texts) {
      this.#parts.ledger.settled(text)
      this.#parts.order.confirmed(numberIn(text))
    }
  }
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1)
