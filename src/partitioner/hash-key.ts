import { hash } from 'node:crypto'
import { md5BlockMessageMax, md5OneBlock } from './md5.ts'

/*
 * A hash key is an unsigned integer of 128 bits that says which shard takes a record. On hot paths it is four words
 * in a Uint32Array, the most significant first; at the edges a bigint or its decimal digits.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html ("Partition key")
 */
export const hashKeyWords = 4

/** 2^128 - 1. */
export const hashKeyMax = 2n ** 128n - 1n

/** The decimal digits of `hashKeyMax`. */
const decimalDigitsMax = 39

/** Writes the hash key of a partition key, given as its UTF-8 in `bytes[start, end)`, to `out` from `at` on. */
export function hashPartitionKey(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint32Array,
  at: number,
): void {
  if (end - start <= md5BlockMessageMax) {
    md5OneBlock(bytes, start, end, out, at)
    return
  }
  const digest = hash('md5', bytes.subarray(start, end), 'buffer')
  for (let i = 0; i < hashKeyWords; i++) out[at + i] = digest.readUInt32BE(i * 4)
}

/**
 * Writes an explicit hash key, given in decimal, to `out` from `at` on.
 * @returns false, with nothing written, unless `text` is a canonical decimal number from 0 to 2^128 - 1
 */
export function parseHashKey(text: string, out: Uint32Array, at: number): boolean {
  if (text.length > decimalDigitsMax || !/^(0|[1-9]\d*)$/.test(text)) return false
  const value = BigInt(text)
  if (value > hashKeyMax) return false
  writeHashKey(value, out, at)
  return true
}

export function writeHashKey(value: bigint, out: Uint32Array, at: number): void {
  for (let i = 0; i < hashKeyWords; i++) {
    out[at + i] = Number(BigInt.asUintN(32, value >> BigInt(32 * (hashKeyWords - 1 - i))))
  }
}

export function readHashKey(words: Uint32Array, at: number): bigint {
  let value = 0n
  for (let i = 0; i < hashKeyWords; i++) value = (value << 32n) | BigInt(words[at + i]!)
  return value
}
