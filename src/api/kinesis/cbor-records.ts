import {
  type SequenceNumbers,
  type ShardRecords,
  secondsOf,
  sequenceNumberDigits,
} from '../../shards/index.ts'
import { CborWriter } from '../../wire/index.ts'

/*
 * Records in an answer in CBOR, as wire/cbor-output.ts writes them: each a map of indefinite length with SequenceNumber,
 * ApproximateArrivalTimestamp (tag 1, milliseconds), Data, PartitionKey where the producer gave one, and EncryptionType where the stream had
 * encryption.
 */
const digits = ' '.repeat(sequenceNumberDigits)
const epochTime = 1
const mapEnd = 0xff
const byteString = 2 << 5
const textString = 3 << 5
/** The head of a string and its length. */
const headBytesMax = 5

const keyName = textOf('PartitionKey')
const kms = Buffer.concat([textOf('EncryptionType'), textOf('KMS')])
const numberAt = headOf(0).indexOf(digits)

function textOf(text: string): Buffer {
  const writer = new CborWriter()
  writer.text(text)
  return Buffer.from(writer.finish())
}

/** All of a record up to its data, but for the number. */
function headOf(arrivalMs: number): Buffer {
  const writer = new CborWriter()
  writer.openMap()
  writer.text('SequenceNumber')
  writer.text(digits)
  writer.text('ApproximateArrivalTimestamp')
  writer.tag(epochTime)
  writer.number(arrivalMs)
  writer.text('Data')
  return Buffer.from(writer.finish())
}

const overhead =
  headOf(Number.MAX_SAFE_INTEGER).length + headBytesMax + keyName.length + headBytesMax + kms.length + 1

/** How long `count` records can be. */
export function cborRecordsSizeMax(count: number, keyBytes: number, dataBytes: number): number {
  return count * overhead + keyBytes + dataBytes
}

/** Writes records as they lie in the log, without an object for one. @returns the position behind them */
export function writeCborRecords(body: Buffer, start: number, records: ShardRecords): number {
  const { numbers } = records.shard
  let at = start
  let head = headOf(0)
  let headMs = 0
  for (const cursor = records.cursor(); cursor.next(); ) {
    const { frames, offset, arrivalMs, keyStart, keyEnd, dataEnd, ofEncrypted } = cursor
    if (arrivalMs !== headMs) {
      headMs = arrivalMs
      head = headOf(arrivalMs)
    }
    at = writeHead(body, at, head, numbers, offset, arrivalMs)
    at = writeString(body, at, byteString, frames, keyEnd, dataEnd)
    if (keyEnd > keyStart) {
      body.set(keyName, at)
      at = writeString(body, at + keyName.length, textString, frames, keyStart, keyEnd)
    }
    if (ofEncrypted) {
      body.set(kms, at)
      at += kms.length
    }
    body[at++] = mapEnd
  }
  return at
}

function writeHead(
  body: Buffer,
  at: number,
  head: Buffer,
  numbers: SequenceNumbers,
  offset: number,
  arrivalMs: number,
): number {
  body.set(head, at)
  numbers.write(body, at + numberAt, offset, secondsOf(arrivalMs))
  return at + head.length
}

/** Writes the bytes from `start` to `end` as one string, its length in the fewest bytes. */
function writeString(
  body: Buffer,
  at: number,
  type: number,
  frames: Buffer,
  start: number,
  end: number,
): number {
  const length = end - start
  let to = at
  if (length < 24) body[to++] = type | length
  else if (length < 2 ** 8) {
    body[to++] = type | 24
    body[to++] = length
  } else if (length < 2 ** 16) {
    body[to++] = type | 25
    to = body.writeUInt16BE(length, to)
  } else {
    body[to++] = type | 26
    to = body.writeUInt32BE(length, to)
  }
  return to + frames.copy(body, to, start, end)
}
