/* The records of puts in frames: see src/framed/put-frames.ts. What else is in such a body is not read here. */
import {
  dataEnd,
  dataLength,
  dataStart,
  explicitEnd,
  explicitStart,
  keyEnd,
  keyStart,
  recordsMax,
  target,
} from './put-columns'

/** Of a body: the size of its records. */
const bodyHeadSize: usize = 4
/** Of a frame, and of that what is not counted to its length. */
const headSize: usize = 15
const uncountedSize: usize = 12
const plainKind: u32 = 1

/**
 * Finds the records of a body, `length` bytes at `body`: whole frames, whose keys are in ASCII.
 * @returns how many there are; -1 when the body is anything else
 */
export function scanFramed(body: usize, length: usize): i32 {
  if (length < bodyHeadSize) return -1
  const size = load<u32>(body) as usize
  if (size > length - bodyHeadSize) return -1
  let at: usize = body + bodyHeadSize
  const end = at + size
  let count: i32 = 0
  for (; at < end; count++) {
    if (count === recordsMax || end - at < headSize) return -1
    at = takeFrame(at, end, (count as usize) << 2)
    if (at === 0) return -1
  }
  return count
}

/** @returns where the next frame is; 0 when this one is none */
function takeFrame(at: usize, end: usize, cell: usize): usize {
  const length = load<u32>(at) as usize
  const hashKeyLength = load<u32>(at, 4) as usize
  const keyLength = load<u16>(at, 13) as usize
  const left = end - at - uncountedSize
  if (load<u32>(at, 8) !== 0 || load<u8>(at, 12) !== plainKind) return 0
  if (length > left || hashKeyLength > left - length || headSize - uncountedSize + keyLength > length)
    return 0
  const key = at + headSize
  const data = key + keyLength
  const dataBehind = at + uncountedSize + length
  if (!isAscii(key, data)) return 0
  store<u32>(keyStart + cell, key as u32)
  store<u32>(keyEnd + cell, data as u32)
  store<u32>(dataStart + cell, data as u32)
  store<u32>(dataEnd + cell, dataBehind as u32)
  store<u32>(dataLength + cell, (dataBehind - data) as u32)
  const next = dataBehind + hashKeyLength
  store<u32>(explicitStart + cell, dataBehind as u32)
  store<u32>(explicitEnd + cell, hashKeyLength === 0 ? 0 : (next as u32))
  return next
}

/** Writes to its target what lies together in both: key and data, and the records behind. The heads between are written later. */
export function writeFramed(count: i32): bool {
  let i: i32 = 0
  while (i < count) {
    const cell = (i as usize) << 2
    const from = load<u32>(keyStart + cell)
    const to = load<u32>(target + cell)
    let end = load<u32>(dataEnd + cell)
    for (i++; i < count; i++) {
      const next = (i as usize) << 2
      const key = load<u32>(keyStart + next)
      if (key - end !== (headSize as u32) || load<u32>(target + next) - to !== key - from) break
      end = load<u32>(dataEnd + next)
    }
    memory.copy(to, from, end - from)
  }
  return true
}

/** Loads may reach over the end. */
function isAscii(from: usize, end: usize): bool {
  for (let at = from; at < end; at += 16) {
    const high = i8x16.bitmask(v128.load(at))
    const left = end - at
    if ((left < 16 ? high & ((1 << (left as i32)) - 1) : high) !== 0) return false
  }
  return true
}
