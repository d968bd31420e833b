const headEnd = Buffer.from('\r\n\r\n')

/**
 * Reads the answers of one keep-alive HTTP/1.1 connection from chunks of any size. Knows only answers with a
 * Content-Length, which all servers here send, and keeps no body of a 200 unless asked.
 */
export class AnswerReader {
  readonly #onAnswer: (status: number, bodyLength: number, body: Buffer) => void
  readonly #keepBodies: boolean
  #head = Buffer.alloc(0)
  #body: Buffer[] = []
  #status = 0
  #bodyLength = 0
  /** Bytes of the body still to come; -1 while a head is being read. */
  #missing = -1

  constructor(
    onAnswer: (status: number, bodyLength: number, body: Buffer) => void,
    { keepBodies = false }: { keepBodies?: boolean } = {},
  ) {
    this.#onAnswer = onAnswer
    this.#keepBodies = keepBodies
  }

  /** `chunk` may be used again by the caller afterwards. */
  push(chunk: Buffer): void {
    let rest = chunk
    while (rest.length > 0) {
      if (this.#missing < 0) rest = this.#readHead(rest)
      else rest = this.#readBody(rest)
      if (this.#missing === 0) this.#finish()
    }
  }

  #readHead(chunk: Buffer): Buffer {
    const bytes = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
    const end = bytes.indexOf(headEnd)
    if (end < 0) {
      this.#head = Buffer.from(bytes)
      return Buffer.alloc(0)
    }
    const head = bytes.toString('latin1', 0, end)
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`)
    this.#status = Number(head.slice(9, 12))
    this.#bodyLength = Number(length)
    this.#missing = this.#bodyLength
    this.#head = Buffer.alloc(0)
    return bytes.subarray(end + headEnd.length)
  }

  #readBody(chunk: Buffer): Buffer {
    const part = chunk.subarray(0, this.#missing)
    if (this.#keepBodies || this.#status !== 200) this.#body.push(Buffer.from(part))
    this.#missing -= part.length
    return chunk.subarray(part.length)
  }

  #finish(): void {
    const body = Buffer.concat(this.#body)
    this.#body = []
    this.#missing = -1
    this.#onAnswer(this.#status, this.#bodyLength, body)
  }
}
