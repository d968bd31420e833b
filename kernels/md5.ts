/*
 * MD5 of several messages at once, in AssemblyScript: `npm run kernels` compiles this file to src/sqs-layer/message/md5.wasm.ts. A step of
 * MD5 waits for the one before, so that one message keeps a core half idle; four lanes of a vector take four messages through the same steps.
 * Source of the algorithm: RFC 1321, 3.4.
 *
 * All addresses are of the module's one memory, which body-md5s.ts fills:
 *
 *   1024    2048       3072    3328    3392    3904                            5504
 *   | sines | the same | words | state | tails | columns of 64 messages:       | messages ...
 *   |       | in lanes | 16x16 | 4x16  | 4x128 | i32 start, i32 length, digest |
 *
 * Nothing here keeps state between calls but what is in those places.
 */
import {
  beginFour,
  blockSize,
  constantsAt,
  fourBlocks,
  initialA,
  initialB,
  initialC,
  initialD,
  statesAt,
  transpose,
} from './md5-lanes'

export { prepare } from './md5-lanes'

export const messagesMax: i32 = 64
const tailsAt: usize = 3392
export const startAt: usize = 3904
export const lengthAt: usize = startAt + 256
export const digestAt: usize = lengthAt + 256
export const dataAt: usize = 5504

const tailSize: usize = 128
/** Where the length stands in the last block, of which it is the end. */
const lengthPlace: usize = 56

/** Writes the digest of each of `count` messages, which `start` and `length` say. */
export function hashAll(count: i32): void {
  for (let first: i32 = 0; first < count; first += 4) {
    if (count - first === 1) hashOne(first)
    else hashFour(first, count)
  }
}

function hashOne(index: i32): void {
  const total = prepareLane(index, 0)
  store<u32>(statesAt, initialA)
  store<u32>(statesAt, initialB, 4)
  store<u32>(statesAt, initialC, 8)
  store<u32>(statesAt, initialD, 12)
  finishOne(index, 0, 0, total)
}

/** Takes one message from a block on to its end. Its state is in the first 16 bytes of the states. */
function finishOne(index: i32, lane: usize, from: usize, total: usize): void {
  const cell = (index as usize) << 2
  const start: usize = load<u32>(startAt + cell)
  const full: usize = load<u32>(lengthAt + cell) >>> 6
  for (let block = from; block < total; block++) oneBlock(addressOf(block, start, full, lane))
  v128.store(digestAt + (cell << 2), v128.load(statesAt))
}

/** Messages from `first` on: up to four, in lanes, and when only the longest is left that one alone. */
function hashFour(first: i32, count: i32): void {
  const total0 = prepareLane(first, 0)
  const total1 = prepareLane(first + 1, 1)
  const total2 = first + 2 < count ? prepareLane(first + 2, 2) : 0
  const total3 = first + 3 < count ? prepareLane(first + 3, 3) : 0
  const cell = (first as usize) << 2
  const start0: usize = load<u32>(startAt + cell)
  const start1: usize = load<u32>(startAt + cell, 4)
  const start2: usize = load<u32>(startAt + cell, 8)
  const start3: usize = load<u32>(startAt + cell, 12)
  const full0: usize = load<u32>(lengthAt + cell) >>> 6
  const full1: usize = load<u32>(lengthAt + cell, 4) >>> 6
  const full2: usize = load<u32>(lengthAt + cell, 8) >>> 6
  const full3: usize = load<u32>(lengthAt + cell, 12) >>> 6
  const shared = secondOf(total0, total1, total2, total3)
  beginFour()
  for (let block: usize = 0; block < shared; block++) {
    transpose(
      addressOf(block, start0, full0, 0),
      addressOf(block, start1, full1, 1),
      addressOf(block, start2, full2, 2),
      addressOf(block, start3, full3, 3),
    )
    fourBlocks()
    const done = block + 1
    if (done === total0) keep(first, 0)
    if (done === total1) keep(first, 1)
    if (done === total2) keep(first, 2)
    if (done === total3) keep(first, 3)
  }
  if (total0 > shared) goOnAlone(first, 0, shared, total0)
  if (total1 > shared) goOnAlone(first, 1, shared, total1)
  if (total2 > shared) goOnAlone(first, 2, shared, total2)
  if (total3 > shared) goOnAlone(first, 3, shared, total3)
}

/** Lays out what follows the whole blocks of a message: its rest, a bit, zeros, and its length in bits. @returns how many blocks it has in all */
function prepareLane(index: i32, lane: usize): usize {
  const cell = (index as usize) << 2
  const length: usize = load<u32>(lengthAt + cell)
  const rest = length & (blockSize - 1)
  const tail = tailsAt + lane * tailSize
  memory.fill(tail, 0, tailSize)
  memory.copy(tail, (load<u32>(startAt + cell) as usize) + length - rest, rest)
  store<u8>(tail + rest, 0x80)
  const blocks: usize = rest < lengthPlace ? 1 : 2
  store<u64>(tail + (blocks - 1) * blockSize + lengthPlace, (length as u64) << 3)
  return (length >>> 6) + blocks
}

/** A lane that is through goes on with whatever is behind its tail. */
function addressOf(block: usize, start: usize, full: usize, lane: usize): usize {
  if (block < full) return start + block * blockSize
  return tailsAt + lane * tailSize + min<usize>(block - full, 1) * blockSize
}

/** The second largest. */
function secondOf(a: usize, b: usize, c: usize, d: usize): usize {
  const high = max(a, b)
  const otherHigh = max(c, d)
  return max(min(high, otherHigh), high > otherHigh ? min(a, b) : min(c, d))
}

/** Writes the digest of a lane that is through. */
function keep(first: i32, lane: usize): void {
  const to = digestAt + (((first as usize) + lane) << 4)
  const from = statesAt + (lane << 2)
  store<u32>(to, load<u32>(from))
  store<u32>(to, load<u32>(from, 16), 4)
  store<u32>(to, load<u32>(from, 32), 8)
  store<u32>(to, load<u32>(from, 48), 12)
}

function goOnAlone(first: i32, lane: usize, from: usize, total: usize): void {
  keep(first, lane)
  v128.store(statesAt, v128.load(digestAt + (((first as usize) + lane) << 4)))
  finishOne(first + (lane as i32), lane, from, total)
}

function oneBlock(from: usize): void {
  const initial0 = load<u32>(statesAt)
  const initial1 = load<u32>(statesAt, 4)
  const initial2 = load<u32>(statesAt, 8)
  const initial3 = load<u32>(statesAt, 12)
  let a = initial0
  let b = initial1
  let c = initial2
  let d = initial3
  for (let i: usize = 0; i < 16; i += 4) {
    a = one(a, b, d ^ (b & (c ^ d)), from, i, i, 7)
    d = one(d, a, c ^ (a & (b ^ c)), from, i + 1, i + 1, 12)
    c = one(c, d, b ^ (d & (a ^ b)), from, i + 2, i + 2, 17)
    b = one(b, c, a ^ (c & (d ^ a)), from, i + 3, i + 3, 22)
  }
  for (let i: usize = 0; i < 16; i += 4) {
    a = one(a, b, c ^ (d & (b ^ c)), from, 5 * i + 1, i + 16, 5)
    d = one(d, a, b ^ (c & (a ^ b)), from, 5 * i + 6, i + 17, 9)
    c = one(c, d, a ^ (b & (d ^ a)), from, 5 * i + 11, i + 18, 14)
    b = one(b, c, d ^ (a & (c ^ d)), from, 5 * i, i + 19, 20)
  }
  for (let i: usize = 0; i < 16; i += 4) {
    a = one(a, b, b ^ c ^ d, from, 3 * i + 5, i + 32, 4)
    d = one(d, a, a ^ b ^ c, from, 3 * i + 8, i + 33, 11)
    c = one(c, d, d ^ a ^ b, from, 3 * i + 11, i + 34, 16)
    b = one(b, c, c ^ d ^ a, from, 3 * i + 14, i + 35, 23)
  }
  for (let i: usize = 0; i < 16; i += 4) {
    a = one(a, b, c ^ (b | ~d), from, 7 * i, i + 48, 6)
    d = one(d, a, b ^ (a | ~c), from, 7 * i + 7, i + 49, 10)
    c = one(c, d, a ^ (d | ~b), from, 7 * i + 14, i + 50, 15)
    b = one(b, c, d ^ (c | ~a), from, 7 * i + 5, i + 51, 21)
  }
  store<u32>(statesAt, initial0 + a)
  store<u32>(statesAt, initial1 + b, 4)
  store<u32>(statesAt, initial2 + c, 8)
  store<u32>(statesAt, initial3 + d, 12)
}

function one(a: u32, b: u32, mixed: u32, from: usize, word: usize, constant: usize, shift: u32): u32 {
  const addend = load<u32>(from + ((word & 15) << 2)) + load<u32>(constantsAt + (constant << 4))
  return b + rotl<u32>(a + addend + mixed, shift)
}
