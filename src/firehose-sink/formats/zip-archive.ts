import { crc32 } from 'node:zlib'
import { deflatedPieces } from './compressed-pieces.ts'

export interface CompressionOptions {
  /** Of the one file in an archive. */
  readonly name: string
  readonly timeMs: number
}

/** What an archive says of its file before compression. */
interface Sum {
  size: number
  crc: number
}

/** Counts and sums what passes. */
function* summed(pieces: Iterable<Buffer>, sum: Sum): Generator<Buffer> {
  for (const piece of pieces) {
    sum.size += piece.length
    sum.crc = crc32(piece, sum.crc)
    yield piece
  }
}

interface Entry extends Readonly<Sum> {
  readonly name: Buffer
  readonly packedSize: number
  readonly dos: number
}

/** 2.0: deflate. */
const versionNeeded = 20
/** Bit 11: the name is UTF-8. */
const flags = 0x800
const deflate = 8

/**
 * An archive with one file.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16; an object is far smaller than
 * the 4 GiB from which on these need another form.
 */
export async function zipArchive(
  pieces: Iterable<Buffer>,
  { name, timeMs }: CompressionOptions,
): Promise<Buffer[]> {
  const sum: Sum = { size: 0, crc: 0 }
  const packed = await deflatedPieces(summed(pieces, sum))
  const packedSize = packed.reduce((size, chunk) => size + chunk.length, 0)
  const entry: Entry = { name: Buffer.from(name), packedSize, ...sum, dos: dosTime(timeMs) }
  const header = localHeader(entry)
  const directory = centralHeader(entry)
  return [header, ...packed, directory, end(directory.length, header.length + packedSize)]
}

/** Both headers have these members, one behind the other. */
function commonMembers(target: Buffer, at: number, { dos, crc, packedSize, size, name }: Entry): void {
  target.writeUInt16LE(versionNeeded, at)
  target.writeUInt16LE(flags, at + 2)
  target.writeUInt16LE(deflate, at + 4)
  target.writeUInt32LE(dos, at + 6)
  target.writeUInt32LE(crc, at + 10)
  target.writeUInt32LE(packedSize, at + 14)
  target.writeUInt32LE(size, at + 18)
  target.writeUInt16LE(name.length, at + 22)
}

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  commonMembers(header, 4, entry)
  return Buffer.concat([header, entry.name])
}

function centralHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(versionNeeded, 4)
  commonMembers(header, 6, entry)
  return Buffer.concat([header, entry.name])
}

function end(directorySize: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(1, 8)
  record.writeUInt16LE(1, 10)
  record.writeUInt32LE(directorySize, 12)
  record.writeUInt32LE(directoryAt, 16)
  return record
}

/** The time in steps of two seconds, the date since 1980: in UTC, as the names of objects are. */
function dosTime(timeMs: number): number {
  const time = new Date(Math.max(timeMs, Date.UTC(1980, 0, 1)))
  const [year, month, day] = [time.getUTCFullYear() - 1980, time.getUTCMonth() + 1, time.getUTCDate()]
  const [hour, minute, second] = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()]
  const date = (year << 9) | (month << 5) | day
  return ((date << 16) | (hour << 11) | (minute << 5) | (second >> 1)) >>> 0
}
