import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlainRecordTexts } from '../../../src/api/kinesis/plain-record-texts.ts'
import { type RecordWriter, textsSizeMax } from '../../../src/api/kinesis/record-text-form.ts'
import { RecordTexts } from '../../../src/api/kinesis/record-texts.ts'
import { writeFrameHeader } from '../../../src/log/frame.ts'
import { type Chunk, frameHeaderSize } from '../../../src/log/index.ts'
import { SequenceNumbers, secondsOf } from '../../../src/shards/index.ts'
import { RecordCursor, recordHeaderSize, writeRecordHeader } from '../../../src/shards/record.ts'
import { times } from '../../effort.ts'

interface TestRecord {
  /** Empty for none. */
  key: string
  data: Buffer
  timeMs: number
  ofEncrypted?: boolean
}

const createdSeconds = 1_700_000_000
const timeMs = createdSeconds * 1000 + 123

/** What the kernel takes at once, key and data together. */
const windowBytes = 48 * 1024

const kernel = new RecordTexts()
const plain = new PlainRecordTexts()

function frameOf({ key, data, timeMs, ofEncrypted = false }: TestRecord): Buffer {
  const keyBytes = Buffer.from(key)
  const payloadSize = recordHeaderSize + keyBytes.length + data.length
  const frame = Buffer.alloc(frameHeaderSize + payloadSize)
  const header = writeFrameHeader(frame, 0, payloadSize, timeMs)
  let at = writeRecordHeader(frame, header, keyBytes.length, ofEncrypted)
  at += keyBytes.copy(frame, at)
  data.copy(frame, at)
  return frame
}

function chunksOf(chunks: TestRecord[][]): Chunk[] {
  let offset = 0
  return chunks.map((records) => {
    const firstOffset = offset
    offset += records.length
    return { firstOffset, count: records.length, frames: Buffer.concat(records.map(frameOf)) }
  })
}

function written(chunks: TestRecord[][], texts: RecordWriter): string {
  const records = chunks.flat()
  const keyBytes = records.reduce((sum, { key }) => sum + Buffer.byteLength(key), 0)
  const dataBytes = records.reduce((sum, { data }) => sum + data.length, 0)
  const sizeMax = 1 + textsSizeMax(records.length, keyBytes, dataBytes)
  const body = Buffer.alloc(sizeMax, '#')
  const numbers = new SequenceNumbers(3, createdSeconds)
  const cursor = new RecordCursor(chunksOf(chunks), records.length)
  const end = texts.write(body, 1, cursor, numbers)
  expect(body[0]).toBe(0x23)
  expect(end).toBeLessThanOrEqual(sizeMax)
  return body.toString('utf8', 1, end)
}

function expected(chunks: TestRecord[][]): string {
  const numbers = new SequenceNumbers(3, createdSeconds)
  const textOf = ({ key, data, timeMs, ofEncrypted }: TestRecord, offset: number) =>
    JSON.stringify({
      SequenceNumber: numbers.textOf(offset, secondsOf(timeMs)),
      ApproximateArrivalTimestamp: timeMs / 1000,
      Data: data.toString('base64'),
      ...(key !== '' && { PartitionKey: key }),
      ...(ofEncrypted && { EncryptionType: 'KMS' }),
    })
  return chunks
    .flat()
    .map((record, offset) => `${textOf(record, offset)},`)
    .join('')
}

/** Texts of MiBs: a difference is shown where it begins. */
function expectSame(chunks: TestRecord[][], texts: RecordWriter = kernel): void {
  const actual = written(chunks, texts)
  const wanted = expected(chunks)
  if (actual === wanted) return
  let from = 0
  while (actual[from] === wanted[from]) from++
  expect({ from, text: actual.slice(from, from + 80) }).toEqual({ from, text: wanted.slice(from, from + 80) })
}

/** Bytes of all values, the same in each run. */
function binary(size: number): Buffer {
  return createHash('shake256', { outputLength: size }).update(String(size)).digest()
}

test('RecordTexts writes data of every length to 4 KiB as JSON.stringify does', () => {
  const lengths = Array.from({ length: 4096 }, (_, i) => i)
  expectSame([lengths.map((length) => ({ key: 'key', data: binary(length), timeMs }))])
})

test('RecordTexts writes every pair of bytes', () => {
  const pairs = Buffer.alloc(2 * 65536)
  for (let i = 0; i < 65536; i++) pairs.writeUInt16BE(i, 2 * i)
  const record = (from: number) => ({ key: 'k', data: pairs.subarray(from, from + 40_000), timeMs })
  expectSame([[record(0), record(1), record(40_000), record(80_000), record(91_072)]])
})

test.each([1, 2, 3, 15, 16, 17, 33])('RecordTexts writes every ASCII character in a key of %i', (length) => {
  const records: TestRecord[] = []
  for (let code = 0; code < 128; code++) {
    for (let at = 0; at < length; at++) {
      const key = 'k'.repeat(at) + String.fromCharCode(code) + 'k'.repeat(length - at - 1)
      records.push({ key, data: binary(7), timeMs })
    }
  }
  expectSame([records])
})

test.each([
  windowBytes - 5,
  windowBytes - 4,
  windowBytes - 3,
  windowBytes - 2,
  windowBytes,
  windowBytes + 1,
  2 * windowBytes,
  2 * windowBytes + 2,
  1024 * 1024 - 3,
  1024 * 1024,
  1024 * 1024 + 1,
  10 * 1024 * 1024 - 3,
])('RecordTexts writes a record of %i bytes between small ones', (size) => {
  const small = { key: 'small', data: binary(100), timeMs }
  expectSame([[small, { key: 'key', data: binary(size), timeMs }, small, small]])
  expectSame([[{ key: '\u00e9\n', data: binary(size), timeMs }, small], [small]])
})

test('RecordTexts writes the numbers of a read of the most records, and of the same second or a later one', () => {
  const records = (timeMs: number) =>
    Array.from({ length: 5000 }, () => ({ key: 'k', data: Buffer.alloc(0), timeMs }))
  expectSame([
    records(timeMs),
    [...records(timeMs + 1), ...records(timeMs + 1000)],
    records(timeMs + 9_999_999),
  ])
})

test('RecordTexts writes long keys', () => {
  const keyed = (key: string) => ({ key, data: binary(1000), timeMs })
  expectSame([
    [keyed('k'.repeat(65535)), keyed('k'.repeat(40_000)), keyed('\u0001'.repeat(40_000)), keyed('k')],
  ])
})

/*
 * Goal: whatever records lie in the log, at whatever places, the texts are those of JSON.stringify, and within the size.
 * Method: random records in random chunks, of lengths that put data at all alignments and across the ends of windows.
 */
test.each([
  ['RecordTexts', kernel],
  ['its twin without WebAssembly', plain],
])('%s writes any records as JSON.stringify does', (_name, texts) => {
  const size = fc.oneof(
    fc.nat(64),
    fc.nat(5000),
    fc.integer({ min: windowBytes - 64, max: windowBytes + 64 }),
    fc.nat(200_000),
  )
  const record = fc.record({
    key: fc.oneof(
      fc.stringMatching(/^[ -~]{1,70}$/),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      fc.constant(''),
    ),
    ofEncrypted: fc.boolean(),
    data: size.map(binary),
    timeMs: fc.integer({ min: timeMs, max: timeMs + 5_000_000 }),
  })
  const chunks = fc.array(fc.array(record, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(chunks, (some) => expectSame(some, texts)),
    { numRuns: times(50) },
  )
})
