/*
 * The hot loop of GetRecords in JSON, in AssemblyScript: `npm run kernels` compiles this file to
 * src/api/kinesis/get-records.wasm.ts. JavaScript cannot turn bytes in a buffer into base64 in a buffer without making a
 * string of each record (docs/decisions/0010-get-kernel.md).
 *
 * All addresses are of the module's one memory, which record-texts.ts fills:
 *
 *   0         1024   2048              + windowBytes   + 16                         memoryBytes
 *   | tables  | head | window: frames | slack         | text ...                    |
 *
 * The head is what the text of a record begins with, up to its data. Stores reach up to `slackBytes` beyond the end of what
 * they write. Nothing here keeps state between calls but what is in those places.
 */
import { addDecimal } from './decimal'

export const slackBytes: usize = 32
export const headAt: usize = 1024
export const windowAt: usize = 2048
/** 96 and 192 KiB take the same time. Divisible by 3: only the last piece of a long record is padded. */
export const windowBytes: usize = 48 * 1024
export const textAt: usize = windowAt + windowBytes + slackBytes
/** What a record that fills the window becomes, with room for its head. */
export const textBytes: usize = (windowBytes / 3) * 4 + 1024
export const memoryBytes: usize = textAt + textBytes + slackBytes

/** Where `writeRecords` says where the first frame is that it did not write, and where the texts end. */
export const frameCell: usize = 640
export const textCell: usize = 644
/** How much greater the number of the next record is, in as many digits. */
export const stepAt: usize = 704
/** In the head. */
const digitsAt: usize = headAt + 19

/* As src/log/frame.ts and src/shards/record.ts draw them. */
const frameHeaderBytes: usize = 12
const recordHeaderBytes: usize = 3
const plainKind: u32 = 1
const kmsKind: u32 = 2
/** Of a record, all of its text behind the head but its key and its data. */
const tailBytesMax: usize = 64

/** The constants of `encode`: V8 makes a literal anew in each turn of a loop. 0.14 us a KiB instead of 0.27. */
const vectors: usize = 0
const keyHead: usize = 512
const keyHeadBytes: usize = 18
const equals: u32 = 0x3d
/** The bytes "}, as an integer. */
const recordTail: u32 = 0x2c7d22
const recordTailBytes: usize = 3
/** What a record of an encrypted stream ends with: as much as two stores write, 26 bytes of it text. */
const kmsTail: usize = 544
const kmsTailBytes: usize = 26

/** To be called once, before anything else. */
export function prepare(): void {
  v128.store(vectors, i8x16(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10))
  v128.store(vectors, i32x4.splat(0x0000003f), 16)
  v128.store(vectors, i32x4.splat(0x003f0000), 32)
  v128.store(vectors, i32x4.splat(0x003f03f0), 48)
  v128.store(vectors, i32x4.splat(0x01000010), 64)
  v128.store(vectors, i8x16.splat(26), 80)
  v128.store(vectors, i8x16.splat(13), 96)
  v128.store(vectors, i8x16.splat(51), 112)
  // What to add to a sextet: 'a' - 26, '0' - 52 ten times, '+' - 62, '/' - 63, 'A'.
  v128.store(vectors, i8x16(71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 65, 0, 0), 128)
  // ","PartitionKey":"
  v128.store(
    keyHead,
    i8x16(0x22, 0x2c, 0x22, 0x50, 0x61, 0x72, 0x74, 0x69, 0x74, 0x69, 0x6f, 0x6e, 0x4b, 0x65, 0x79, 0x22),
  )
  store<u16>(keyHead, 0x223a, 16)
  // ","EncryptionType":"KMS"},
  v128.store(
    kmsTail,
    i8x16(0x22, 0x2c, 0x22, 0x45, 0x6e, 0x63, 0x72, 0x79, 0x70, 0x74, 0x69, 0x6f, 0x6e, 0x54, 0x79, 0x70),
  )
  v128.store(kmsTail, i8x16(0x65, 0x22, 0x3a, 0x22, 0x4b, 0x4d, 0x53, 0x22, 0x7d, 0x2c, 0, 0, 0, 0, 0, 0), 16)
}

/**
 * Writes the texts of up to `count` records from `frame` on to `to`, with a comma behind each, and the number of the next
 * record to the head. Ends before a frame that is not whole before `framesEnd`, one of another time than the head's, one
 * without room for its text before `toEnd`, and one whose key cannot stand in JSON as it is.
 * @returns how many
 */
export function writeRecords(
  frame: usize,
  framesEnd: usize,
  count: i32,
  headTimeMs: f64,
  headBytes: usize,
  to: usize,
  toEnd: usize,
): i32 {
  const timeMs = headTimeMs as u64
  let at = frame
  let out = to
  let written = 0
  while (written < count && at + frameHeaderBytes + recordHeaderBytes <= framesEnd) {
    const payload = at + frameHeaderBytes
    const end = payload + load<u32>(at)
    if (end > framesEnd || load<u64>(at, 4) !== timeMs) break
    if (out + headBytes + base64Bytes(end - payload) + tailBytesMax > toEnd) break
    for (let i: usize = 0; i < headBytes; i += 16) v128.store(out + i, v128.load(headAt + i))
    const textEnd = writeRecord(payload, end, out + headBytes)
    if (textEnd === 0) break
    nextNumber()
    out = textEnd
    at = end
    written++
  }
  store<u32>(frameCell, at as u32)
  store<u32>(textCell, out as u32)
  return written
}

/** Of a record all behind its head. @returns the place after it; 0 for a record that is left to others */
function writeRecord(payload: usize, end: usize, to: usize): usize {
  const kind: u32 = load<u8>(payload)
  if (kind !== plainKind && kind !== kmsKind) return 0
  const key = payload + recordHeaderBytes
  const keyEnd = key + load<u16>(payload, 1)
  let at = encode(keyEnd, end, to)
  if (keyEnd > key) at = writeKey(key, keyEnd, at)
  if (at === 0) return 0
  if (kind === kmsKind) {
    v128.store(at, v128.load(kmsTail))
    v128.store(at, v128.load(kmsTail, 16), 16)
    return at + kmsTailBytes
  }
  store<u32>(at, recordTail)
  return at + recordTailBytes
}

/** Makes the number in the head that of the next record. */
export function nextNumber(): void {
  addDecimal(digitsAt, stepAt)
}

/**
 * Encodes the bytes in `start` to `end` to `to`, in base64, 12 bytes to 16 characters at a time.
 * Source: Muła and Lemire, Faster Base64 Encoding and Decoding Using AVX2 Instructions, ACM TWEB 12(3), 2018.
 * @returns the place after the last character
 */
export function encode(start: usize, end: usize, to: usize): usize {
  const spread = v128.load(vectors)
  const first = v128.load(vectors, 16)
  const third = v128.load(vectors, 32)
  const secondAndFourth = v128.load(vectors, 48)
  const factors = v128.load(vectors, 64)
  const capitals = v128.load(vectors, 80)
  const capitalRange = v128.load(vectors, 96)
  const smallEnd = v128.load(vectors, 112)
  const rolls = v128.load(vectors, 128)
  // Of what the last group lacks, only the first byte has bits in a character that stays.
  const behind = load<u8>(end)
  store<u8>(end, 0)
  let out = to
  for (let from = start; from < end; from += 12) {
    // The bytes a b c of a group lie as b a c b: each sextet is a shift away within one half of the 32 bits.
    const groups = i8x16.relaxed_swizzle(v128.load(from), spread)
    const odd = v128.or(v128.and(i16x8.shr_u(groups, 10), first), v128.and(i16x8.shr_u(groups, 6), third))
    const sextets = v128.or(odd, i16x8.mul(v128.and(groups, secondAndFourth), factors))
    // The ranges of the alphabet: 13 for A to Z, 0 for a to z, 1 to 12 for what comes behind.
    const capital = v128.and(i8x16.lt_s(sextets, capitals), capitalRange)
    const range = v128.or(i8x16.sub_sat_u(sextets, smallEnd), capital)
    v128.store(out, i8x16.add(sextets, i8x16.relaxed_swizzle(rolls, range)))
    out += 16
  }
  store<u8>(end, behind)
  return pad(end - start, to)
}

/** At the most. */
function base64Bytes(length: usize): usize {
  return (length / 3 + 1) * 4
}

/** @returns the place after the last of the groups that `length` bytes make */
function pad(length: usize, to: usize): usize {
  const groups = (length + 2) / 3
  const end = to + groups * 4
  const missing = groups * 3 - length
  if (missing > 0) store<u8>(end - 1, equals)
  if (missing > 1) store<u8>(end - 2, equals)
  return end
}

/** Writes the member with the key, but for its last quote. @returns the place after it; 0 unless it is of printable ASCII without quotes and backslashes */
function writeKey(key: usize, keyEnd: usize, to: usize): usize {
  v128.store(to, v128.load(keyHead))
  store<u16>(to, load<u16>(keyHead, 16), 16)
  let special: i32 = 0
  let out = to + keyHeadBytes
  for (let from = key; from < keyEnd; from += 16) {
    const bytes = v128.load(from)
    v128.store(out, bytes)
    out += 16
    const rest = (keyEnd - from) as i32
    special |= specialBytes(bytes) & (rest < 16 ? (1 << rest) - 1 : -1)
  }
  return special === 0 ? to + keyHeadBytes + (keyEnd - key) : 0
}

/** A bit for each byte that JSON escapes or that is not ASCII: as signed bytes the latter are below a space. */
function specialBytes(bytes: v128): i32 {
  const below = i8x16.lt_s(bytes, i8x16.splat(0x20))
  const rubout = i8x16.eq(bytes, i8x16.splat(0x7f))
  const escaped = v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c)))
  return i8x16.bitmask(v128.or(v128.or(below, rubout), escaped))
}
