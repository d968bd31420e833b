import type { Clock } from '../../base/index.ts'
import { nodeHttp } from '../node-http.ts'

/** Writes the heads of answers, as node:http writes them. */
export class AnswerHeads {
  readonly #clock: Clock
  #second = -1
  #date = ''

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param headers in ASCII, without a line break: all of them are this server's own */
  text(status: number, headers: Readonly<Record<string, string>>): string {
    let head = `HTTP/1.1 ${status} ${nodeHttp.STATUS_CODES[status] ?? 'unknown'}\r\n`
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`
    if (headers.Connection === undefined) head += 'Connection: keep-alive\r\n'
    return `${head}Date: ${this.#now()}\r\n\r\n`
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
