/*
 * The hot loops of PutRecord and PutRecords, in AssemblyScript: `npm run kernels` compiles this file to
 * src/api/kinesis/put-body.wasm.ts. JavaScript cannot turn base64 in a buffer into bytes in a buffer without making a
 * string of each record, and has no SIMD (docs/decisions/0008-put-kernel.md).
 *
 * All addresses are of the module's one memory: see put-columns.ts. Nothing here keeps state between calls but what is in
 * those places. Bodies in JSON are read here, those in CBOR by put-cbor.ts.
 */
import { prepare as prepareMd5 } from './md5-lanes'
import {
  dataEnd,
  dataLength,
  dataStart,
  explicitEnd,
  explicitStart,
  keyEnd,
  keyStart,
  recordsMax,
  streamArnEnd,
  streamArnStart,
  streamNameEnd,
  streamNameStart,
  target,
} from './put-columns'

export { hashKeys } from './hash-keys'
export { scanCborRecord, scanCborRecords, writeCbor } from './put-cbor'
export {
  bodyAt,
  dataEnd,
  dataLength,
  dataStart,
  explicitEnd,
  explicitStart,
  hashKey,
  keyEnd,
  keyStart,
  recordsMax,
  streamArnEnd,
  streamArnStart,
  streamNameEnd,
  streamNameStart,
  target,
} from './put-columns'
export { scanFramed, writeFramed } from './put-framed'

const quote: u32 = 0x22
const comma: u32 = 0x2c
const colon: u32 = 0x3a
const openBracket: u32 = 0x5b
const backslash: u32 = 0x5c
const closeBracket: u32 = 0x5d
const openBrace: u32 = 0x7b
const closeBrace: u32 = 0x7d
const equals: u32 = 0x3d

/** Where the scan is. */
let at: usize = 0

/** What a character of base64 stands for, in bytes 0 to 255; 0xff for what is none. Filled by `prepare`. */
const sextets: usize = 0
const noSextet: u32 = 0xff
/** The constants of `decode`: V8 makes a literal anew in each turn of a loop, at twice the time of the whole. */
const vectors: usize = 256

/** To be called once, before anything else. */
export function prepare(): void {
  prepareMd5()
  memory.fill(sextets, 0xff, 256)
  for (let i: u32 = 0; i < 26; i++) {
    store<u8>(sextets + 0x41 + i, i)
    store<u8>(sextets + 0x61 + i, 26 + i)
  }
  for (let i: u32 = 0; i < 10; i++) store<u8>(sextets + 0x30 + i, 52 + i)
  store<u8>(sextets + 0x2b, 62)
  store<u8>(sextets + 0x2f, 63)
  v128.store(
    vectors,
    i8x16(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a),
  )
  v128.store(
    vectors,
    i8x16(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10),
    16,
  )
  v128.store(vectors, i8x16(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0), 32)
  v128.store(vectors, i16x8(4096, 1, 4096, 1, 4096, 1, 4096, 1), 48)
  v128.store(vectors, i8x16.splat(0x2f), 64)
  v128.store(vectors, i8x16.splat(0x0f), 80)
  v128.store(vectors, i16x8.splat(0x003f), 96)
}

/**
 * Finds the members of a PutRecords body, `length` bytes at `body` with zeros behind them. It recognises what AWS SDKs send: JSON with the
 * known members only, each once at the most, all of them strings without an escape, names and keys in printable ASCII.
 * @returns how many records; -1 when the body is anything else, any doubt included
 */
export function scanRecords(body: usize, length: usize): i32 {
  begin(body)
  let count: i32 = -1
  if (!take(openBrace)) return -1
  do {
    if (!take(quote)) return -1
    if (takeRecordsName()) {
      if (count !== -1) return -1
      count = records()
      if (count === -1) return -1
    } else if (!streamMember()) return -1
  } while (take(comma))
  return take(closeBrace) && atEnd(body + length) ? count : -1
}

/** The same for PutRecord, whose one record is the body itself. @returns 1, or -1 as above */
export function scanRecord(body: usize, length: usize): i32 {
  begin(body)
  beginRecord(0)
  if (!take(openBrace)) return -1
  do {
    if (!take(quote)) return -1
    if (!recordMember(0) && !streamMember()) return -1
  } while (take(comma))
  return take(closeBrace) && isComplete(0) && atEnd(body + length) ? 1 : -1
}

/** Writes key and data of each record to its target. @returns whether all data is canonical base64 */
export function write(count: i32): bool {
  for (let i: i32 = 0; i < count; i++) {
    const cell = (i as usize) << 2
    const key = load<u32>(keyStart + cell)
    const keyLength = load<u32>(keyEnd + cell) - key
    const to = load<u32>(target + cell)
    memory.copy(to, key, keyLength)
    if (!decode(load<u32>(dataStart + cell), load<u32>(dataEnd + cell), to + keyLength)) return false
  }
  return true
}

function begin(body: usize): void {
  at = body
  store<u32>(streamNameEnd, 0)
  store<u32>(streamArnEnd, 0)
}

function records(): i32 {
  let count: i32 = 0
  if (!take(openBracket)) return -1
  do {
    if (count === recordsMax || !record(count)) return -1
    count++
  } while (take(comma))
  return take(closeBracket) ? count : -1
}

function record(index: i32): bool {
  beginRecord(index)
  if (!take(openBrace)) return false
  do {
    if (!take(quote) || !recordMember(index)) return false
  } while (take(comma))
  return take(closeBrace) && isComplete(index)
}

function beginRecord(index: i32): void {
  const cell = (index as usize) << 2
  store<u32>(dataEnd + cell, 0)
  store<u32>(keyStart + cell, 0)
  store<u32>(keyEnd + cell, 0)
  store<u32>(explicitEnd + cell, 0)
}

/** Whether a record needs a key depends on its stream. */
function isComplete(index: i32): bool {
  const cell = (index as usize) << 2
  return load<u32>(dataEnd + cell) !== 0
}

function recordMember(index: i32): bool {
  const cell = (index as usize) << 2
  if (takeDataName()) return takeData(cell)
  if (takePartitionKeyName()) return takeText(keyStart + cell, keyEnd + cell)
  if (takeExplicitHashKeyName()) return takeText(explicitStart + cell, explicitEnd + cell)
  return false
}

function streamMember(): bool {
  if (takeStreamNameName()) return takeText(streamNameStart, streamNameEnd)
  if (takeStreamArnName()) return takeText(streamArnStart, streamArnEnd)
  return false
}

/** A string that is not looked at: whether it is base64 shows when it is decoded, and no base64 has an escape. */
function takeData(cell: usize): bool {
  if (load<u32>(dataEnd + cell) !== 0 || !take(quote)) return false
  const end = findQuote(at)
  if (load<u8>(end) !== quote) return false
  store<u32>(dataStart + cell, at as u32)
  store<u32>(dataEnd + cell, end as u32)
  store<i32>(dataLength + cell, decodedLength(at, end))
  at = end + 1
  return true
}

/** A string that is not empty. A body ends in zeros, so the loop does. */
function takeText(startCell: usize, endCell: usize): bool {
  if (load<u32>(endCell) !== 0 || !take(quote)) return false
  let end = at
  while (true) {
    const byte: u32 = load<u8>(end)
    if (byte === quote) break
    if (byte < 0x20 || byte > 0x7e || byte === backslash) return false
    end++
  }
  if (end === at) return false
  store<u32>(startCell, at as u32)
  store<u32>(endCell, end as u32)
  at = end + 1
  return true
}

/** Skips white space, then takes `byte` if it is next. */
function take(byte: u32): bool {
  skipSpace()
  if (load<u8>(at) !== byte) return false
  at++
  return true
}

function skipSpace(): void {
  while (true) {
    const byte: u32 = load<u8>(at)
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return
    at++
  }
}

function atEnd(end: usize): bool {
  skipSpace()
  return at === end
}

/** @returns the place of the next quote or zero: there are zeros behind the body */
function findQuote(from: usize): usize {
  const quotes = i8x16.splat(quote as i8)
  const zeros = i8x16.splat(0)
  let place = from
  while (true) {
    const bytes = v128.load(place)
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, zeros)))
    if (found !== 0) return place + (ctz<i32>(found) as usize)
    place += 16
  }
}

/* Names as they stand behind their opening quote, with the closing one, compared as little-endian integers. */

/** Reco rds" */
function takeRecordsName(): bool {
  return load<u32>(at) === 0x6f636552 && load<u32>(at, 4) === 0x22736472 && takeColon(8)
}

/** Data " */
function takeDataName(): bool {
  return load<u32>(at) === 0x61746144 && load<u8>(at, 4) === 0x22 && takeColon(5)
}

/** Part itio nKey " */
function takePartitionKeyName(): bool {
  return (
    load<u32>(at) === 0x74726150 &&
    load<u32>(at, 4) === 0x6f697469 &&
    load<u32>(at, 8) === 0x79654b6e &&
    load<u8>(at, 12) === 0x22 &&
    takeColon(13)
  )
}

/** Expl icit Hash Key" */
function takeExplicitHashKeyName(): bool {
  return (
    load<u32>(at) === 0x6c707845 &&
    load<u32>(at, 4) === 0x74696369 &&
    load<u32>(at, 8) === 0x68736148 &&
    load<u32>(at, 12) === 0x2279654b &&
    takeColon(16)
  )
}

/** Stre amNa me " */
function takeStreamNameName(): bool {
  return (
    load<u32>(at) === 0x65727453 &&
    load<u32>(at, 4) === 0x614e6d61 &&
    load<u16>(at, 8) === 0x656d &&
    load<u8>(at, 10) === 0x22 &&
    takeColon(11)
  )
}

/** Stre amAR N" */
function takeStreamArnName(): bool {
  return (
    load<u32>(at) === 0x65727453 &&
    load<u32>(at, 4) === 0x52416d61 &&
    load<u16>(at, 8) === 0x224e &&
    takeColon(10)
  )
}

function takeColon(nameLength: usize): bool {
  at += nameLength
  return take(colon)
}

function decodedLength(start: usize, end: usize): i32 {
  const length = end - start
  if ((length & 3) !== 0) return -1
  return (((length >> 2) * 3) as i32) - (paddingOf(start, end) as i32)
}

function paddingOf(start: usize, end: usize): u32 {
  if (end - start < 4 || load<u8>(end - 1) !== equals) return 0
  return load<u8>(end - 2) === equals ? 2 : 1
}

/**
 * Decodes the base64 in `start` to `end` to `to`, 16 characters to 12 bytes at a time, and writes nothing behind the last:
 * other records may be there. The vectors classify a character by its two halves and give what to add to it.
 * Source: Muła and Lemire, Faster Base64 Encoding and Decoding Using AVX2 Instructions, ACM TWEB 12(3), 2018.
 * @returns false unless it is canonical: the alphabet of RFC 4648, 4, whole groups, zeros in the bits left over
 */
function decode(start: usize, end: usize, to: usize): bool {
  if (((end - start) & 3) !== 0) return false
  const lowClasses = v128.load(vectors)
  const highClasses = v128.load(vectors, 16)
  const rolls = v128.load(vectors, 32)
  const weights = v128.load(vectors, 48)
  const slashes = v128.load(vectors, 64)
  const lowHalf = v128.load(vectors, 80)
  const lowSextet = v128.load(vectors, 96)
  let wrong = i8x16.splat(0)
  let from = start
  let out = to
  // A store is of 16 bytes: two groups, one of which may be padded, are 4 bytes at least and left to `decodeTail`.
  while (from + 20 < end) {
    const text = v128.load(from)
    const high = v128.and(i16x8.shr_u(text, 4), lowHalf)
    const low = v128.and(text, lowHalf)
    wrong = v128.or(
      wrong,
      v128.and(i8x16.relaxed_swizzle(lowClasses, low), i8x16.relaxed_swizzle(highClasses, high)),
    )
    const values = i8x16.add(text, i8x16.relaxed_swizzle(rolls, i8x16.add(i8x16.eq(text, slashes), high)))
    const pairs = v128.or(i16x8.shl(v128.and(values, lowSextet), 6), i16x8.shr_u(values, 8))
    const triples = i32x4.dot_i16x8_s(pairs, weights)
    v128.store(out, i8x16.shuffle(triples, triples, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 3, 3, 3))
    from += 16
    out += 12
  }
  return !v128.any_true(wrong) && decodeTail(from, end, out)
}

function decodeTail(start: usize, end: usize, to: usize): bool {
  const padding = paddingOf(start, end)
  const groupsEnd = padding === 0 ? end : end - 4
  let from = start
  let out = to
  let wrong: u32 = 0
  while (from < groupsEnd) {
    const a: u32 = load<u8>(sextets + load<u8>(from))
    const b: u32 = load<u8>(sextets + load<u8>(from, 1))
    const c: u32 = load<u8>(sextets + load<u8>(from, 2))
    const d: u32 = load<u8>(sextets + load<u8>(from, 3))
    wrong |= a | b | c | d
    store<u8>(out, (a << 2) | (b >> 4))
    store<u8>(out, (b << 4) | (c >> 2), 1)
    store<u8>(out, (c << 6) | d, 2)
    from += 4
    out += 3
  }
  // Every sextet is below 64, and `noSextet` is not.
  if (wrong >= 64) return false
  return padding === 0 || decodePadded(from, padding, out)
}

function decodePadded(from: usize, padding: u32, out: usize): bool {
  const a: u32 = load<u8>(sextets + load<u8>(from))
  const b: u32 = load<u8>(sextets + load<u8>(from, 1))
  if (a === noSextet || b === noSextet) return false
  store<u8>(out, (a << 2) | (b >> 4))
  if (padding === 2) return (b & 0x0f) === 0
  const c: u32 = load<u8>(sextets + load<u8>(from, 2))
  if (c === noSextet) return false
  store<u8>(out, (b << 4) | (c >> 2), 1)
  return (c & 0x03) === 0
}
