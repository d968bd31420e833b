import {
  countedHeadSize,
  frameHeadSize,
  keyLengthAt,
  kindAt,
  kmsKind,
  lengthAt,
  plainKind,
  uint32,
} from './frame.ts'
import { numberAfter } from './sequence-steps.ts'

/*
 * A record as a reader gets it. It lies in the log like that, so that an answer is made by copying many of them at once.
 *
 *   0        4         12     13           15
 *   | length | arrival | kind | key length | partition key | data ...
 *   | u32    | u64, ms | u8   | u16        | UTF-8         | to 12 + `length`
 *
 * Kind 1 is of a stream without encryption, kind 2 of one with it. A key of no bytes is one that the producer has not given.
 */
const arrivalAt = 4
const arrivalHighAt = 8
const msPerSecond = 1000

/** As the model of GetRecords has it. */
export interface ReadRecord {
  readonly SequenceNumber: string
  readonly ApproximateArrivalTimestamp: number
  readonly Data: Uint8Array
  readonly PartitionKey?: string | undefined
  readonly EncryptionType?: 'KMS' | undefined
}

/**
 * The records, whose data are views of `frames`. Undefined if `frames` is not whole frames.
 * @param firstNumber the sequence number of the first
 */
export function readRecords(frames: Buffer, firstNumber: bigint): ReadRecord[] | undefined {
  const records: ReadRecord[] = []
  let number = firstNumber
  let lastMs = -1
  for (let at = 0; at < frames.length; ) {
    const keyStart = at + frameHeadSize
    if (keyStart > frames.length) return undefined
    const keyEnd = keyStart + (frames[at + keyLengthAt]! | (frames[at + keyLengthAt + 1]! << 8))
    const dataEnd = keyStart - countedHeadSize + uint32(frames, at + lengthAt)
    const kind = frames[at + kindAt]
    if (keyEnd > dataEnd || dataEnd > frames.length || (kind !== plainKind && kind !== kmsKind))
      return undefined
    const arrivalMs = uint32(frames, at + arrivalAt) + uint32(frames, at + arrivalHighAt) * 2 ** 32
    if (lastMs >= 0) number = numberAfter(number, secondsOf(arrivalMs) - secondsOf(lastMs))
    lastMs = arrivalMs
    records.push({
      SequenceNumber: number.toString(),
      ApproximateArrivalTimestamp: arrivalMs,
      Data: frames.subarray(keyEnd, dataEnd),
      ...(keyEnd > keyStart && { PartitionKey: frames.toString('utf8', keyStart, keyEnd) }),
      ...(kind === kmsKind && { EncryptionType: 'KMS' }),
    })
    at = dataEnd
  }
  return records
}

/** The frames of records, in their order, which is that of the shard. Their numbers are not in it. */
export function readFramesOf(records: readonly Omit<ReadRecord, 'SequenceNumber'>[]): Buffer {
  return Buffer.concat(records.flatMap(readFrameOf))
}

function readFrameOf(record: Omit<ReadRecord, 'SequenceNumber'>): Uint8Array[] {
  const { PartitionKey = '', Data, ApproximateArrivalTimestamp: arrivalMs, EncryptionType } = record
  const key = Buffer.from(PartitionKey)
  const head = Buffer.alloc(frameHeadSize)
  head.writeUInt32LE(countedHeadSize + key.length + Data.length, lengthAt)
  head.writeBigUInt64LE(BigInt(arrivalMs), arrivalAt)
  head[kindAt] = EncryptionType === undefined ? plainKind : kmsKind
  head.writeUInt16LE(key.length, keyLengthAt)
  return [head, key, Data]
}

function secondsOf(ms: number): number {
  return Math.floor(ms / msPerSecond)
}
