const headEnd = Buffer.from('\r\n\r\n')
const lineFeed = 0x0a

export interface AnswerReaderOptions {
  /** Of a 200, too. */
  readonly keepBodies?: boolean
  /** So much of the end of a body of a 200 is kept, when not all is. 0 by default. */
  readonly tailBytes?: number
}

/** What the next bytes belong to. */
type Place = 'head' | 'body' | 'chunk size' | 'chunk end' | 'last line'

/**
 * Reads the answers of one keep-alive HTTP/1.1 connection from pieces of any size: with a Content-Length, or in chunks without
 * trailers. Keeps no body of a 200 unless asked.
 */
export class AnswerReader {
  readonly #onAnswer: (status: number, bodyLength: number, body: Buffer) => void
  readonly #keepBodies: boolean
  readonly #tailBytes: number
  #place: Place = 'head'
  /** The part that has come of a head or a line. */
  #begun = Buffer.alloc(0)
  #body: Buffer[] = []
  #status = 0
  #bodyLength = 0
  /** Bytes still to come of the body, or of its chunk. */
  #missing = 0
  #isChunked = false

  constructor(
    onAnswer: (status: number, bodyLength: number, body: Buffer) => void,
    { keepBodies = false, tailBytes = 0 }: AnswerReaderOptions = {},
  ) {
    this.#onAnswer = onAnswer
    this.#keepBodies = keepBodies
    this.#tailBytes = tailBytes
  }

  /** `piece` may be used again by the caller afterwards. */
  push(piece: Buffer): void {
    let rest = piece
    while (rest.length > 0) rest = this.#take(rest)
  }

  /** @returns what it leaves */
  #take(bytes: Buffer): Buffer {
    if (this.#place === 'body') return this.#readBody(bytes)
    if (this.#place === 'head') return this.#readText(bytes, headEnd, (head) => this.#begin(head))
    return this.#readText(bytes, lineFeed, (line) => this.#readLine(line))
  }

  #readText(piece: Buffer, end: Buffer | number, use: (text: string) => void): Buffer {
    const bytes = this.#begun.length === 0 ? piece : Buffer.concat([this.#begun, piece])
    const at = bytes.indexOf(end)
    if (at < 0) {
      this.#begun = Buffer.from(bytes)
      return Buffer.alloc(0)
    }
    this.#begun = Buffer.alloc(0)
    use(bytes.toString('latin1', 0, at))
    return bytes.subarray(at + (typeof end === 'number' ? 1 : end.length))
  }

  #begin(head: string): void {
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    this.#isChunked = /\r\ntransfer-encoding: *chunked/i.test(head)
    if (length === undefined && !this.#isChunked) throw new Error(`an answer of unknown length: ${head}`)
    this.#status = Number(head.slice(9, 12))
    this.#bodyLength = Number(length ?? 0)
    this.#missing = this.#bodyLength
    this.#place = this.#isChunked ? 'chunk size' : 'body'
    if (!this.#isChunked && this.#missing === 0) this.#finish()
  }

  #readLine(line: string): void {
    if (this.#place === 'chunk end') this.#place = 'chunk size'
    else if (this.#place === 'last line') this.#finish()
    else {
      this.#missing = Number.parseInt(line, 16)
      this.#bodyLength += this.#missing
      this.#place = this.#missing === 0 ? 'last line' : 'body'
    }
  }

  #readBody(piece: Buffer): Buffer {
    const part = piece.subarray(0, this.#missing)
    if (this.#keepBodies || this.#status !== 200) this.#body.push(Buffer.from(part))
    else if (this.#tailBytes > 0) this.#body = [lastOf([...this.#body, part], this.#tailBytes)]
    this.#missing -= part.length
    if (this.#missing === 0) {
      if (this.#isChunked) this.#place = 'chunk end'
      else this.#finish()
    }
    return piece.subarray(part.length)
  }

  #finish(): void {
    const body = Buffer.concat(this.#body)
    this.#body = []
    this.#place = 'head'
    this.#onAnswer(this.#status, this.#bodyLength, body)
  }
}

function lastOf(parts: readonly Buffer[], size: number): Buffer {
  return Buffer.concat(parts.map((part) => part.subarray(-size))).subarray(-size)
}
