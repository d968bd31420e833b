import type { Random } from '../base/index.ts'

/** AWS's second id is base64 of 48 and more bytes that mean something to AWS only. */
const extendedIdSize = 48
const idsPerDraw = 64

/** The ids that every answer carries: `x-amzn-RequestId` and `x-amz-id-2`. They mean nothing; logs and callers quote them. */
export class RequestIds {
  readonly #random: Random
  #drawn: Buffer = Buffer.alloc(0)
  #position = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** A UUID, as of all AWS services. */
  requestId(): string {
    return this.#random.uuid()
  }

  extendedId(): string {
    if (this.#position === this.#drawn.length) {
      this.#drawn = this.#random.bytes(extendedIdSize * idsPerDraw)
      this.#position = 0
    }
    const start = this.#position
    this.#position += extendedIdSize
    return this.#drawn.toString('base64', start, this.#position)
  }
}
