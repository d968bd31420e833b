import type { Random } from '../base/index.ts'

/** AWS's second id is base64 of some dozens of bytes that mean something to AWS only: 64 characters here. */
const extendedIdSize = 48
const extendedIdLength = (extendedIdSize / 3) * 4
const idsPerDraw = 64

/** The ids that every answer carries: `x-amzn-RequestId` and `x-amz-id-2`. They mean nothing; logs and callers quote them. */
export class RequestIds {
  readonly #random: Random
  /** Ids one behind the other: drawing and encoding many at once leaves a slice to do for each. */
  #drawn = ''
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
      this.#drawn = this.#random.bytes(extendedIdSize * idsPerDraw).toString('base64')
      this.#position = 0
    }
    const start = this.#position
    this.#position += extendedIdLength
    return this.#drawn.slice(start, this.#position)
  }
}
