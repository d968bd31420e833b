import { type Clock, nodeHttp } from '../../base/index.ts'
import type { AnswerHead } from '../http-call.ts'

/** Writes the heads of answers, as node:http writes them. */
export class AnswerHeads {
  readonly #clock: Clock
  #second = -1
  #date = ''

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param length of the body; undefined for one that comes in chunks */
  text(head: AnswerHead, length: number | undefined): string {
    let text = `${statusLineOf(head.status)}${head.requestId}\r\nx-amz-id-2: ${head.extendedId}\r\n`
    const { headers } = head
    for (const name in headers) text += `${name}: ${headers[name]}\r\n`
    const framing = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
    const connection = head.isLast ? 'close' : 'keep-alive'
    return `${text}${framing}\r\nConnection: ${connection}\r\nDate: ${this.#now()}\r\n\r\n`
  }

  /** Made once a second: the text takes longer than the rest of a head. */
  #now(): string {
    const second = Math.floor(this.#clock.nowMs() / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#date = new Date(second * 1000).toUTCString()
    }
    return this.#date
  }
}

const statusLines = new Map<number, string>()

/** Up to the id of the request. */
function statusLineOf(status: number): string {
  const known = statusLines.get(status)
  if (known !== undefined) return known
  const line = `HTTP/1.1 ${status} ${nodeHttp.STATUS_CODES[status] ?? 'unknown'}\r\nx-amzn-RequestId: `
  statusLines.set(status, line)
  return line
}
