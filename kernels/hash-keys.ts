/* The hash keys of partition keys: their MD5, four at a time (md5-lanes.ts). */
import { beginFour, blockSize, fourBlocks, statesAt, transpose } from './md5-lanes'
import { hashKey, keyBlocks, keyEnd, keyStart } from './put-columns'

/** The longest message that fits one block: one byte of padding and 8 of length come behind it. */
const messageMax: usize = 55

/** Writes the hash keys of the first `count` records, and of up to 3 more. Of keys over 55 bytes it writes anything. */
export function hashKeys(count: i32): void {
  for (let i: i32 = 0; i < count; i += 4) {
    const cell = (i as usize) << 2
    for (let lane: usize = 0; lane < 4; lane++) loadBlock(cell + lane * 4, keyBlocks + lane * blockSize)
    beginFour()
    transpose(keyBlocks, keyBlocks + blockSize, keyBlocks + 2 * blockSize, keyBlocks + 3 * blockSize)
    fourBlocks()
    storeDigests(hashKey + cell * 4)
  }
}

/** Of a record behind the last: one of a body before. */
function loadBlock(cell: usize, block: usize): void {
  const key = load<u32>(keyStart + cell) as usize
  const keyBytes = (load<u32>(keyEnd + cell) as usize) - key
  const length: usize = keyBytes > messageMax ? 0 : keyBytes
  const indices = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  for (let i: usize = 0; i < blockSize; i += 16) {
    const left: usize = length > i ? min<usize>(length - i, 16) : 0
    v128.store(block + i, v128.and(v128.load(key + i), i8x16.lt_u(indices, i8x16.splat(left as i8))))
  }
  store<u8>(block + length, 0x80)
  store<u32>(block, (length << 3) as u32, 56)
}

/** Writes the four digests. Their bytes are little-endian within a word; a hash key is one big-endian integer. */
function storeDigests(to: usize): void {
  for (let lane: usize = 0; lane < 16; lane += 4) {
    for (let word: usize = 0; word < 16; word += 4) {
      store<u32>(to + lane * 4 + word, bswap<u32>(load<u32>(statesAt + word * 4 + lane)))
    }
  }
}
