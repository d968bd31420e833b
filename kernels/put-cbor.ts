/*
 * Bodies of puts in CBOR, which is what the Java SDKs and the KCL send. Of a record only four or five heads are looked at.
 * Source of the form: RFC 8949, 3.
 */
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

const byteString: u32 = 2
const textString: u32 = 3
const list: u32 = 4
const map: u32 = 5
const breakByte: u32 = 0xff

/** No item: what is there is something else, or more than is left. */
const none: i32 = -1
const indefinite: i32 = -2

/** Where the scan is, and where the body ends. */
let at: usize = 0
let bodyEnd: usize = 0
/** Where the string begins that `takeString` has read. It ends at `at`. */
let start: usize = 0

/**
 * Finds the members of a PutRecords body of `length` bytes: maps and lists of either length, strings of a definite one, the
 * known members only, each once at the most, names and keys in printable ASCII.
 * @returns how many records; -1 when the body is anything else
 */
export function scanCborRecords(body: usize, length: usize): i32 {
  begin(body, length)
  let count: i32 = -1
  let left = takeHead(map)
  if (left === none) return -1
  for (; goesOn(left); left = less(left)) {
    if (!takeString(textString)) return -1
    if (isRecords()) {
      if (count !== -1) return -1
      count = records()
      if (count === -1) return -1
    } else if (!streamMember()) return -1
  }
  return at === bodyEnd ? count : -1
}

/** The same for PutRecord, whose one record is the body itself. @returns 1, or -1 as above */
export function scanCborRecord(body: usize, length: usize): i32 {
  begin(body, length)
  beginRecord(0)
  let left = takeHead(map)
  if (left === none) return -1
  for (; goesOn(left); left = less(left)) {
    if (!takeString(textString)) return -1
    if (!recordMember(0) && !streamMember()) return -1
  }
  return at === bodyEnd && load<u32>(dataEnd) !== 0 ? 1 : -1
}

/** Writes key and data of each record to its target. */
export function writeCbor(count: i32): bool {
  for (let i: i32 = 0; i < count; i++) {
    const cell = (i as usize) << 2
    const key = load<u32>(keyStart + cell)
    const keyLength = load<u32>(keyEnd + cell) - key
    const to = load<u32>(target + cell)
    memory.copy(to, key, keyLength)
    memory.copy(to + keyLength, load<u32>(dataStart + cell), load<u32>(dataLength + cell))
  }
  return true
}

function begin(body: usize, length: usize): void {
  at = body
  bodyEnd = body + length
  store<u32>(streamNameEnd, 0)
  store<u32>(streamArnEnd, 0)
}

function records(): i32 {
  let count: i32 = 0
  let left = takeHead(list)
  if (left === none) return -1
  for (; goesOn(left); left = less(left)) {
    if (count === recordsMax || !record((count as usize) << 2)) return -1
    count++
  }
  return count
}

function record(cell: usize): bool {
  beginRecord(cell)
  let left = takeHead(map)
  if (left === none) return false
  for (; goesOn(left); left = less(left)) if (!takeString(textString) || !recordMember(cell)) return false
  return load<u32>(dataEnd + cell) !== 0
}

function beginRecord(cell: usize): void {
  store<u32>(dataEnd + cell, 0)
  store<u32>(keyStart + cell, 0)
  store<u32>(keyEnd + cell, 0)
  store<u32>(explicitEnd + cell, 0)
}

/** Takes the member whose name was read. */
function recordMember(cell: usize): bool {
  if (isData()) {
    if (load<u32>(dataEnd + cell) !== 0 || !takeString(byteString)) return false
    store<u32>(dataStart + cell, start as u32)
    store<u32>(dataEnd + cell, at as u32)
    store<u32>(dataLength + cell, (at - start) as u32)
    return true
  }
  if (isPartitionKey()) return takeText(keyStart + cell, keyEnd + cell)
  if (isExplicitHashKey()) return takeText(explicitStart + cell, explicitEnd + cell)
  return false
}

/** Takes the member whose name was read, if it says which stream. */
function streamMember(): bool {
  if (isStreamName()) return takeText(streamNameStart, streamNameEnd)
  if (isStreamArn()) return takeText(streamArnStart, streamArnEnd)
  return false
}

/** Takes a text that is not empty, in printable ASCII. */
function takeText(startCell: usize, endCell: usize): bool {
  if (load<u32>(endCell) !== 0 || !takeString(textString) || start === at) return false
  for (let i = start; i < at; i++) {
    const byte: u32 = load<u8>(i)
    if (byte < 0x20 || byte > 0x7e) return false
  }
  store<u32>(startCell, start as u32)
  store<u32>(endCell, at as u32)
  return true
}

/** Takes a string of a definite length. */
function takeString(type: u32): bool {
  const length = takeHead(type)
  if (length < 0 || (length as usize) > bodyEnd - at) return false
  start = at
  at += length as usize
  return true
}

/** Passes over the break of a map or list of indefinite length. @param left how many of its items are left */
function goesOn(left: i32): bool {
  if (left !== indefinite) return left > 0
  if (at === bodyEnd || load<u8>(at) !== breakByte) return true
  at++
  return false
}

function less(left: i32): i32 {
  return left === indefinite ? indefinite : left - 1
}

/** Takes the head of an item of this type. @returns its length: `indefinite` for one of a map or list, `none` for another item */
function takeHead(type: u32): i32 {
  if (at === bodyEnd) return none
  const head: u32 = load<u8>(at)
  if (head >> 5 !== type) return none
  const info = head & 31
  if (info < 24) {
    at++
    return info as i32
  }
  if (info === 31 && type >= list) {
    at++
    return indefinite
  }
  if (info > 26) return none
  const bytes: usize = 1 << (info - 24)
  if (bytes >= bodyEnd - at) return none
  const number = at + 1
  at = number + bytes
  if (bytes === 1) return load<u8>(number) as i32
  if (bytes === 2) return bswap<u16>(load<u16>(number)) as i32
  const length = bswap<u32>(load<u32>(number)) as i32
  return length < 0 ? none : length
}

/* Whether the string that was read is this name, compared as little-endian integers. Loads may reach over its end. */

/** Reco rds */
function isRecords(): bool {
  return at - start === 7 && load<u32>(start) === 0x6f636552 && (load<u32>(start, 4) & 0xffffff) === 0x736472
}

/** Data */
function isData(): bool {
  return at - start === 4 && load<u32>(start) === 0x61746144
}

/** Part itio nKey */
function isPartitionKey(): bool {
  return (
    at - start === 12 &&
    load<u32>(start) === 0x74726150 &&
    load<u32>(start, 4) === 0x6f697469 &&
    load<u32>(start, 8) === 0x79654b6e
  )
}

/** Expl icit Hash Key */
function isExplicitHashKey(): bool {
  return (
    at - start === 15 &&
    load<u32>(start) === 0x6c707845 &&
    load<u32>(start, 4) === 0x74696369 &&
    load<u32>(start, 8) === 0x68736148 &&
    (load<u32>(start, 12) & 0xffffff) === 0x79654b
  )
}

/** Stre amNa me */
function isStreamName(): bool {
  return (
    at - start === 10 &&
    load<u32>(start) === 0x65727453 &&
    load<u32>(start, 4) === 0x614e6d61 &&
    load<u16>(start, 8) === 0x656d
  )
}

/** Stre amAR N */
function isStreamArn(): bool {
  return (
    at - start === 9 &&
    load<u32>(start) === 0x65727453 &&
    load<u32>(start, 4) === 0x52416d61 &&
    load<u8>(start, 8) === 0x4e
  )
}
