/*
 * Where a JSON text has bytes that end a run of plain characters, in AssemblyScript: `npm run kernels` compiles this file to
 * src/api/sqs/json-marks.wasm.ts. Ten bodies of 1 KiB take 1 us; in JavaScript, four bytes at a time, 8 us.
 *
 * All addresses are of the module's one memory, which json-marks.ts fills:
 *
 *   0       32,768       + textMax
 *   | marks | text ...  | 32 bytes of anything |
 *
 * Nothing here keeps state between calls but what is in those places.
 */
export const textMax: i32 = 256 * 1024
export const marksAt: usize = 0
export const textAt: usize = 32 * 1024

/**
 * Marks the quotes, the backslashes, and what is no printable character of ASCII (but for DEL) among the first `length` bytes: a bit each, from the lowest
 * bit of the first word of 32 on. Bits behind them are of no meaning.
 */
export function mark(length: usize): void {
  const space = i8x16.splat(0x20)
  const quote = i8x16.splat(0x22)
  const backslash = i8x16.splat(0x5c)
  let to = marksAt
  for (let at: usize = textAt; at < textAt + length; at += 32) {
    const first = v128.load(at)
    const second = v128.load(at, 16)
    // As signed bytes, those over ASCII are below a space.
    const firstMarks = v128.or(
      i8x16.lt_s(first, space),
      v128.or(i8x16.eq(first, quote), i8x16.eq(first, backslash)),
    )
    const secondMarks = v128.or(
      i8x16.lt_s(second, space),
      v128.or(i8x16.eq(second, quote), i8x16.eq(second, backslash)),
    )
    store<u32>(to, (i8x16.bitmask(firstMarks) as u32) | ((i8x16.bitmask(secondMarks) as u32) << 16))
    to += 4
  }
}
