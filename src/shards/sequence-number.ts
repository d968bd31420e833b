import type { Offset } from '../log/index.ts'

/*
 * A sequence number is a decimal number of 56 digits. In hexadecimal, 47 digits, most significant first:
 *
 *   | 2 | shard's start | index & 15 | counter   | 00 | arrival   | shard index | 2 |
 *   | 1 | 9, seconds    | 1          | 16        | 2  | 9, seconds| 8           | 1 |
 *
 * AWS calls the numbers opaque; this is the layout that AWS has been seen to use since 2014, so that tools that read
 * the time or the shard out of a number work here too. Sources: the numbers in AWS's own examples, such as
 * https://docs.aws.amazon.com/streams/latest/dev/example_kinesis_DescribeStream_section.html, and what a user found
 * out: https://github.com/awslabs/amazon-kinesis-client/issues/738. The counter is the record's offset in its log plus
 * 1: numbers rise within a shard by construction, and survive whatever the log survives. The shard's start is the second
 * of its creation, or of one later than its parents': see ShardState. The last digit is the layout's version.
 */
export const sequenceNumberDigits = 56
const hexDigitCount = 47
const counterUnit = 2n ** 80n
const arrivalUnit = 2n ** 36n

/** The counter of a closed shard's EndingSequenceNumber: the greatest there is. */
const counterMax = 2n ** 63n - 1n

/* The lower 28 decimal digits are kept as two limbs of 14, which with a carry are exact in a double; those above as a bigint. */
const limbDigits = 14
const limbBase = 1e14
const stepLow = Number(counterUnit % BigInt(limbBase))
const stepHigh = Number(counterUnit / BigInt(limbBase))
const stepSecond = Number(arrivalUnit)
/** So that what a step adds to the low limb is not much more than the limb holds. */
const stepSecondsMax = 2000

/** How much greater the number of the next record is, if it arrives in the same second. */
export const sequenceNumberStep = counterUnit

const digitZero = 0x30

/**
 * Writes the sequence numbers of one shard. The number after the last one written costs an addition (0.1 us), the same
 * once more, as for each of several consumers, a copy; any other is made from scratch (1 us).
 */
export class SequenceNumbers {
  readonly #base: bigint
  readonly #digits = Buffer.alloc(sequenceNumberDigits)
  #offset = -2
  #arrivalSeconds = -1
  #low = 0
  #middle = 0
  /** The digits above the two limbs; they are in `#digits` already. */
  #high = 0n

  /** @param startSeconds what the numbers begin with: see `numbersFromSecondsOf` */
  constructor(shardIndex: number, startSeconds: number) {
    this.#base =
      (2n << 184n) |
      (BigInt(startSeconds) << 148n) |
      (BigInt(shardIndex & 15) << 144n) |
      (BigInt(shardIndex) << 4n) |
      2n
  }

  /** Writes the 56 digits of the record at `offset`, which arrived in the second `arrivalSeconds`, to `target[at]`. */
  write(target: Uint8Array, at: number, offset: Offset, arrivalSeconds: number): void {
    const laterSeconds = arrivalSeconds - this.#arrivalSeconds
    if (offset === this.#offset + 1 && laterSeconds >= 0 && laterSeconds < stepSecondsMax)
      this.#step(laterSeconds)
    else if (offset !== this.#offset || laterSeconds !== 0) this.#compute(offset, arrivalSeconds)
    this.#offset = offset
    this.#arrivalSeconds = arrivalSeconds
    target.set(this.#digits, at)
  }

  textOf(offset: Offset, arrivalSeconds: number): string {
    this.write(this.#digits, 0, offset, arrivalSeconds)
    return this.#digits.toString('latin1')
  }

  /** The StartingSequenceNumber of the shard: below that of every record. */
  first(createdSeconds: number): string {
    return this.textOf(-1, createdSeconds)
  }

  /** The EndingSequenceNumber of the shard once it is closed: above that of every record. */
  last(closedSeconds: number): string {
    return (this.#base + counterMax * counterUnit + BigInt(closedSeconds) * arrivalUnit).toString()
  }

  #compute(offset: Offset, arrivalSeconds: number): void {
    const value = this.#base + BigInt(offset + 1) * counterUnit + BigInt(arrivalSeconds) * arrivalUnit
    const base = BigInt(limbBase)
    this.#low = Number(value % base)
    this.#middle = Number((value / base) % base)
    this.#high = value / (base * base)
    this.#digits.write(this.#high.toString(), 0, 'latin1')
    this.#writeLimbs()
  }

  #step(laterSeconds: number): void {
    this.#low += stepLow + laterSeconds * stepSecond
    this.#middle += stepHigh
    while (this.#low >= limbBase) {
      this.#low -= limbBase
      this.#middle += 1
    }
    if (this.#middle >= limbBase) {
      this.#middle -= limbBase
      this.#high += 1n
      this.#digits.write(this.#high.toString(), 0, 'latin1')
    }
    this.#writeLimbs()
  }

  #writeLimbs(): void {
    writeDigits(this.#digits, sequenceNumberDigits - 2 * limbDigits, this.#middle)
    writeDigits(this.#digits, sequenceNumberDigits - limbDigits, this.#low)
  }
}

/** Writes the 14 digits of `limb`, with leading zeros, to `target[at]`. */
function writeDigits(target: Uint8Array, at: number, limb: number): void {
  const upper = Math.floor(limb / 1e7)
  writeSevenDigits(target, at, upper)
  writeSevenDigits(target, at + 7, limb - upper * 1e7)
}

/** The digits of 0 to 99, two each. */
const digitPairs = Buffer.from(Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')).join(''))

function writeSevenDigits(target: Uint8Array, at: number, value: number): void {
  let rest = value | 0
  for (let i = at + 5; i > at; i -= 2) {
    const next = (rest / 100) | 0
    const pair = (rest - next * 100) << 1
    target[i] = digitPairs[pair]!
    target[i + 1] = digitPairs[pair + 1]!
    rest = next
  }
  target[at] = digitZero + rest
}

/** What a sequence number says. */
export type ParsedSequenceNumber =
  | {
      /** Of the layout above. Whether the shard has given it out is for the shard to say. */
      readonly kind: 'current'
      readonly shardIndex: number
      /** What all numbers of the shard begin with. */
      readonly startSeconds: number
      /** -1 for the number a shard starts with, Infinity for the one it ends with. */
      readonly offset: number
      readonly arrivalSeconds: number
    }
  /** Of a layout that AWS used before, or smaller than every number, such as 0. Never one of ours. */
  | { readonly kind: 'old' }
  | { readonly kind: 'invalid' }

const invalid = { kind: 'invalid' } as const
const old = { kind: 'old' } as const

/** The largest offset that a number can carry here: beyond it offsets would not be exact. */
const counterExactMax = BigInt(Number.MAX_SAFE_INTEGER)

/** @param text decimal digits, which the caller has checked against the model's pattern: at most 129 */
export function parseSequenceNumber(text: string): ParsedSequenceNumber {
  const hex = BigInt(text).toString(16)
  if (hex.length < hexDigitCount) return old
  if (hex.length > hexDigitCount || hex[0] !== '2') return invalid
  // As AWS has given out: https://github.com/amazon-archives/amazon-kinesis-connectors/issues/8
  if (hex.endsWith('1')) return old
  return hex.endsWith('2') ? parseCurrent(hex) : invalid
}

function parseCurrent(hex: string): ParsedSequenceNumber {
  const counter = BigInt(`0x${hex.slice(11, 27)}`)
  const shardIndex = Number.parseInt(hex.slice(38, 46), 16)
  if (counter > counterMax || shardIndex > 0x7fffffff) return invalid
  if (counter > counterExactMax && counter !== counterMax) return invalid
  return {
    kind: 'current',
    shardIndex,
    startSeconds: Number.parseInt(hex.slice(1, 10), 16),
    offset: counter === counterMax ? Number.POSITIVE_INFINITY : Number(counter) - 1,
    arrivalSeconds: Number.parseInt(hex.slice(29, 38), 16),
  }
}
