import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from './destination-world.ts'

/**
 * Splunk's HTTP Event Collector as its documentation has it: tokens, channels, acknowledgement ids that count up within a
 * channel, and acknowledgements that are told once the data is indexed, and once only.
 */
export class HecServer {
  readonly bodies: string[] = []
  ackEnabled = true
  /** How many questions for an acknowledgement go by before the data is indexed. */
  questionsUntilIndexed = 0
  questions = 0
  readonly #nextAck = new Map<string, number>()
  readonly #pending = new Set<string>()

  readonly handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(String(request.url), 'http://host')
    const channel = searchParams.get('channel') ?? String(request.headers['x-splunk-request-channel'])
    const body = (await bodyOf(request)).toString()
    const answer = (status: number, content: object) =>
      response.writeHead(status).end(JSON.stringify(content))
    if (request.headers.authorization !== 'Splunk token')
      return answer(403, { text: 'Invalid token', code: 4 })
    if (!/^[0-9a-f-]{36}$/.test(channel)) return answer(400, { text: 'Data channel is missing', code: 10 })
    if (pathname === '/services/collector/ack')
      return answer(200, { acks: this.#acks(channel, JSON.parse(body).acks) })
    if (pathname === '/services/collector/event' && !isEvents(body))
      return answer(400, { text: 'Invalid data format', code: 6 })
    if (!/^\/services\/collector\/(raw|event)$/.test(pathname)) return answer(404, {})
    this.bodies.push(body)
    if (!this.ackEnabled) return answer(200, { text: 'Success', code: 0 })
    const ackId = this.#nextAck.get(channel) ?? 0
    this.#nextAck.set(channel, ackId + 1)
    this.#pending.add(`${channel} ${ackId}`)
    return answer(200, { text: 'Success', code: 0, ackId })
  }

  #acks(channel: string, ids: number[]): Record<number, boolean> {
    const indexed = this.questions++ >= this.questionsUntilIndexed
    return Object.fromEntries(ids.map((id) => [id, indexed && this.#pending.delete(`${channel} ${id}`)]))
  }
}

/** One JSON object behind the other, with nothing or white space in between. */
const isEvents = (body: string) => {
  try {
    const events = JSON.parse(`[${body.replaceAll(/\}\s*\{/g, '},{')}]`)
    return events.every((event: { event?: unknown }) => event.event !== undefined)
  } catch {
    return false
  }
}
