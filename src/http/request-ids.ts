import type { Random } from '../base/index.ts'

/** AWS's second id is base64 of some dozens of bytes that mean something to AWS only: 64 characters here. */
const extendedIdSize = 48
const extendedIdLength = (extendedIdSize / 3) * 4
/** How many of its bytes tell one from the other. Those before are the same for all of one draw. */
const extendedIdOwnSize = 18
const requestIdSize = 16
const requestIdLength = 36
const idsPerDraw = 256

/** The ids that every answer carries: `x-amzn-RequestId` and `x-amz-id-2`. They mean nothing; logs and callers quote them. */
export class RequestIds {
  readonly #requestIds: DrawnIds
  readonly #extendedIds: DrawnIds

  constructor(random: Random) {
    this.#requestIds = new DrawnIds(requestIdLength, () => uuids(random.bytes(requestIdSize * idsPerDraw)))
    this.#extendedIds = new DrawnIds(extendedIdLength, () => extendedIds(random))
  }

  /** A UUID, as of all AWS services. */
  requestId(): string {
    return this.#requestIds.next()
  }

  extendedId(): string {
    return this.#extendedIds.next()
  }
}

/** Ids one behind the other in a text: drawing and encoding many at once leaves a slice to do for each. */
class DrawnIds {
  readonly #length: number
  readonly #draw: () => string
  #drawn = ''
  #position = 0

  constructor(length: number, draw: () => string) {
    this.#length = length
    this.#draw = draw
  }

  next(): string {
    if (this.#position === this.#drawn.length) {
      this.#drawn = this.#draw()
      this.#position = 0
    }
    const start = this.#position
    this.#position += this.#length
    return this.#drawn.slice(start, this.#position)
  }
}

const hexDigits = Buffer.from('0123456789abcdef')
const dash = 0x2d
/** Behind which bytes of a UUID the dashes are. */
const dashesBehind: ReadonlySet<number> = new Set([3, 5, 7, 9])

/** Source: RFC 9562, 5.4: the version, 4, is in the seventh byte, and the variant in the ninth. */
function uuids(random: Buffer): string {
  const text = Buffer.allocUnsafe((random.length / requestIdSize) * requestIdLength)
  let to = 0
  for (let i = 0; i < random.length; i++) {
    const part = i % requestIdSize
    const byte =
      part === 6 ? (random[i]! & 0x0f) | 0x40 : part === 8 ? (random[i]! & 0x3f) | 0x80 : random[i]!
    text[to++] = hexDigits[byte >> 4]!
    text[to++] = hexDigits[byte & 0x0f]!
    if (dashesBehind.has(part)) text[to++] = dash
  }
  return text.toString('latin1')
}

function extendedIds(random: Random): string {
  const start = random.bytes(extendedIdSize - extendedIdOwnSize)
  const own = random.bytes(extendedIdOwnSize * idsPerDraw)
  const all = Buffer.allocUnsafe(extendedIdSize * idsPerDraw)
  for (let i = 0; i < idsPerDraw; i++) {
    const at = i * extendedIdSize
    all.set(start, at)
    own.copy(all, at + start.length, i * extendedIdOwnSize, (i + 1) * extendedIdOwnSize)
  }
  return all.toString('base64')
}
