/*
 * The steps of MD5 for four messages at once, one in each lane of the vectors. Source: RFC 1321, 3.4.
 *
 *   1024    2048       3072    3328    3392
 *   | sines | the same | words | state |
 *   |       | in lanes | 16x16 | 4x16  |
 */
export const constantsAt: usize = 2048
const wordsAt: usize = 3072
export const statesAt: usize = 3328
export const blockSize: usize = 64

export const initialA: u32 = 0x67452301
export const initialB: u32 = 0xefcdab89
export const initialC: u32 = 0x98badcfe
export const initialD: u32 = 0x10325476

// biome-ignore format: eight in a row
const sines: usize = memory.data<u32>([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
  0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
  0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
  0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
  0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
  0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
  0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
  0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
])

/** To be called once, before anything else: V8 makes a literal vector anew at each use. */
export function prepare(): void {
  for (let i: usize = 0; i < 64; i++) v128.store(constantsAt + (i << 4), v128.load32_splat(sines + (i << 2)))
}

export function beginFour(): void {
  v128.store(statesAt, i32x4.splat(initialA))
  v128.store(statesAt, i32x4.splat(initialB), 16)
  v128.store(statesAt, i32x4.splat(initialC), 32)
  v128.store(statesAt, i32x4.splat(initialD), 48)
}

/** Puts the words of a block of each lane side by side. */
export function transpose(from0: usize, from1: usize, from2: usize, from3: usize): void {
  for (let at: usize = 0; at < blockSize; at += 16) {
    const row0 = v128.load(from0 + at)
    const row1 = v128.load(from1 + at)
    const row2 = v128.load(from2 + at)
    const row3 = v128.load(from3 + at)
    const low01 = i32x4.shuffle(row0, row1, 0, 4, 1, 5)
    const low23 = i32x4.shuffle(row2, row3, 0, 4, 1, 5)
    const high01 = i32x4.shuffle(row0, row1, 2, 6, 3, 7)
    const high23 = i32x4.shuffle(row2, row3, 2, 6, 3, 7)
    const to = wordsAt + (at << 2)
    v128.store(to, i64x2.shuffle(low01, low23, 0, 2))
    v128.store(to, i64x2.shuffle(low01, low23, 1, 3), 16)
    v128.store(to, i64x2.shuffle(high01, high23, 0, 2), 32)
    v128.store(to, i64x2.shuffle(high01, high23, 1, 3), 48)
  }
}

/** Takes each lane through its block. */
export function fourBlocks(): void {
  const initial0 = v128.load(statesAt)
  const initial1 = v128.load(statesAt, 16)
  const initial2 = v128.load(statesAt, 32)
  const initial3 = v128.load(statesAt, 48)
  let a = initial0
  let b = initial1
  let c = initial2
  let d = initial3
  for (let i: usize = 0; i < 16; i += 4) {
    a = four(a, b, v128.xor(d, v128.and(b, v128.xor(c, d))), i, i, 7)
    d = four(d, a, v128.xor(c, v128.and(a, v128.xor(b, c))), i + 1, i + 1, 12)
    c = four(c, d, v128.xor(b, v128.and(d, v128.xor(a, b))), i + 2, i + 2, 17)
    b = four(b, c, v128.xor(a, v128.and(c, v128.xor(d, a))), i + 3, i + 3, 22)
  }
  for (let i: usize = 0; i < 16; i += 4) {
    a = four(a, b, v128.xor(c, v128.and(d, v128.xor(b, c))), 5 * i + 1, i + 16, 5)
    d = four(d, a, v128.xor(b, v128.and(c, v128.xor(a, b))), 5 * i + 6, i + 17, 9)
    c = four(c, d, v128.xor(a, v128.and(b, v128.xor(d, a))), 5 * i + 11, i + 18, 14)
    b = four(b, c, v128.xor(d, v128.and(a, v128.xor(c, d))), 5 * i, i + 19, 20)
  }
  for (let i: usize = 0; i < 16; i += 4) {
    a = four(a, b, v128.xor(b, v128.xor(c, d)), 3 * i + 5, i + 32, 4)
    d = four(d, a, v128.xor(a, v128.xor(b, c)), 3 * i + 8, i + 33, 11)
    c = four(c, d, v128.xor(d, v128.xor(a, b)), 3 * i + 11, i + 34, 16)
    b = four(b, c, v128.xor(c, v128.xor(d, a)), 3 * i + 14, i + 35, 23)
  }
  for (let i: usize = 0; i < 16; i += 4) {
    a = four(a, b, v128.xor(c, v128.or(b, v128.not(d))), 7 * i, i + 48, 6)
    d = four(d, a, v128.xor(b, v128.or(a, v128.not(c))), 7 * i + 7, i + 49, 10)
    c = four(c, d, v128.xor(a, v128.or(d, v128.not(b))), 7 * i + 14, i + 50, 15)
    b = four(b, c, v128.xor(d, v128.or(c, v128.not(a))), 7 * i + 5, i + 51, 21)
  }
  v128.store(statesAt, i32x4.add(initial0, a))
  v128.store(statesAt, i32x4.add(initial1, b), 16)
  v128.store(statesAt, i32x4.add(initial2, c), 32)
  v128.store(statesAt, i32x4.add(initial3, d), 48)
}

/** One step of four messages. @param mixed what the round makes of the other three */
function four(a: v128, b: v128, mixed: v128, word: usize, constant: usize, shift: i32): v128 {
  const addend = i32x4.add(v128.load(wordsAt + ((word & 15) << 4)), v128.load(constantsAt + (constant << 4)))
  const sum = i32x4.add(i32x4.add(a, addend), mixed)
  return i32x4.add(b, v128.or(i32x4.shl(sum, shift), i32x4.shr_u(sum, 32 - shift)))
}
