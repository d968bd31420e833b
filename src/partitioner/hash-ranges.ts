import { assert } from '../base/index.ts'
import { hashKeyMax, hashKeyWords, writeHashKey } from './hash-key.ts'

/** The hash keys from `start` to `end`, both included. */
export interface HashRange {
  readonly start: bigint
  readonly end: bigint
}

/**
 * The whole of the hash keys cut into `count` ranges, as CreateStream does it: each is floor(2^128 / count) wide, and
 * the last takes the rest. Seen in AWS's answers for three shards: the first ends at
 * 113427455640312821154458202477256070484, the last at 2^128 - 1.
 */
export function evenHashRanges(count: number): HashRange[] {
  assert(Number.isSafeInteger(count) && count > 0)
  const width = (hashKeyMax + 1n) / BigInt(count)
  return Array.from({ length: count }, (_, i) => {
    const start = width * BigInt(i)
    return { start, end: i === count - 1 ? hashKeyMax : start + width - 1n }
  })
}

/**
 * Which of the ranges that together cover all hash keys has a given key.
 * Invariant: the starts rise, and the first is 0, so that every key has exactly one range.
 */
export class HashRanges {
  readonly count: number
  readonly #starts: Uint32Array

  /** @param starts the first key of each range, rising, the first of them 0 */
  constructor(starts: readonly bigint[]) {
    assert(starts[0] === 0n, 'the ranges begin at 0')
    assert(
      starts.every((start, i) => i === 0 || start > starts[i - 1]!),
      'the starts rise',
    )
    this.count = starts.length
    this.#starts = new Uint32Array(starts.length * hashKeyWords)
    starts.forEach((start, i) => {
      writeHashKey(start, this.#starts, i * hashKeyWords)
    })
  }

  /** The index of the range that has the hash key at `words[at]`. Allocates nothing. */
  indexOf(words: Uint32Array, at: number): number {
    let low = 0
    let high = this.count - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (isBelow(words, at, this.#starts, middle * hashKeyWords)) high = middle - 1
      else low = middle
    }
    return low
  }
}

function isBelow(left: Uint32Array, leftAt: number, right: Uint32Array, rightAt: number): boolean {
  for (let i = 0; i < hashKeyWords; i++) {
    const a = left[leftAt + i]!
    const b = right[rightAt + i]!
    if (a !== b) return a < b
  }
  return false
}
