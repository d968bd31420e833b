import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CborPutBody } from '../../../src/api/kinesis/cbor-put-body.ts'
import { FramedKernelBody } from '../../../src/api/kinesis/framed/framed-kernel-body.ts'
import { FramedPutBody } from '../../../src/api/kinesis/framed/framed-put-body.ts'
import { PutBody } from '../../../src/api/kinesis/put-body.ts'
import type { PutBodyReader } from '../../../src/api/kinesis/put-form.ts'
import { framedBody, putFramesOf } from '../../../src/framed/index.ts'
import { hashKeyWords, hashPartitionKey, md5BlockMessageMax } from '../../../src/partitioner/index.ts'
import { times } from '../../effort.ts'
import { cborOf } from './cbor-of.ts'
import { arena, readAnywhere } from './put-arena.ts'

const json = new PutBody(arena, 'json')
const cbor = new PutBody(arena, 'cbor')

function expectHashKeys(reader: PutBody, keys: readonly string[]): void {
  const hashKeys = reader.hashKeys()
  const expected = new Uint32Array(hashKeyWords)
  for (const [i, key] of keys.entries()) {
    const bytes = Buffer.from(key)
    if (bytes.length > md5BlockMessageMax) continue
    hashPartitionKey(bytes, 0, bytes.length, expected, 0)
    expect(hashKeys.slice(i * hashKeyWords, (i + 1) * hashKeyWords)).toEqual(expected)
  }
}

test('keys of any length and number are hashed together as one by one', () => {
  const keyOf = (i: number) => 'The quick brown fox jumps over the lazy dog, and then once more.'.slice(0, i)
  for (let count = 1; count <= 60; count++) {
    const keys = Array.from({ length: count }, (_, i) => keyOf(1 + ((i * 7 + count) % 60)))
    const Records = keys.map((PartitionKey) => ({ Data: Buffer.alloc(count), PartitionKey }))
    json.load(
      Buffer.from(JSON.stringify({ Records: keys.map((PartitionKey) => ({ Data: '', PartitionKey })) })),
    )
    expect(json.scanRecords()).toBe(true)
    expectHashKeys(json, keys)
    cbor.load(cborOf({ Records }))
    expect(cbor.scanRecords()).toBe(true)
    expectHashKeys(cbor, keys)
  }
})

/** All that a reader finds, and what it writes. */
function readBy(reader: PutBodyReader, body: Buffer, isSingle: boolean): object | undefined {
  return readAnywhere(body, (placed) => readAt(reader, placed, isSingle))
}

function readAt(reader: PutBodyReader, body: Buffer, isSingle: boolean): object | undefined {
  if (!reader.load(body) || !(isSingle ? reader.scanRecord() : reader.scanRecords())) return undefined
  const { bytes, count, dataLength, explicitEnd, keyEnd, keyStart, streamArn, streamName, target } = reader
  let size = 0
  const records = Array.from({ length: count }, (_, i) => {
    target[i] = size
    size += keyEnd[i]! - keyStart[i]! + dataLength[i]!
    return {
      key: bytes.toString('latin1', keyStart[i], keyEnd[i]),
      dataLength: dataLength[i],
      explicit: explicitEnd[i] === 0 ? undefined : reader.explicitHashKey(i),
    }
  })
  const frames = Buffer.alloc(size)
  expect(reader.write(frames)).toBe(true)
  return { records, streamArn, streamName, frames: frames.toString('hex') }
}

/*
 * Goal: the reader of CBOR in WebAssembly and its twin take the same bodies, and find the same in them.
 * Method: common bodies, some bytes of which are others.
 */
test('PutBody reads any body in CBOR as its twin without WebAssembly does', () => {
  const twin = new CborPutBody()
  const record = fc.record(
    {
      Data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      PartitionKey: fc.stringMatching(/^[ -~]{1,30}$/),
      ExplicitHashKey: fc.stringMatching(/^\d{1,3}$/),
    },
    { requiredKeys: ['Data'] },
  )
  const damage = fc.record({ at: fc.nat(120), byte: fc.nat(255) })
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      fc.boolean(),
      fc.array(damage, { maxLength: 1 }),
      (records, isSingle, isOpen, damages) => {
        const members = isSingle ? records[0] : { Records: records }
        const body = cborOf({ StreamName: 's', ...members }, isOpen)
        for (const { at, byte } of damages) body[at % body.length] = byte
        expect(readBy(cbor, body, isSingle)).toEqual(readBy(twin, body, isSingle))
      },
    ),
    { numRuns: times(400) },
  )
})

/*
 * Goal: the reader of frames in WebAssembly and its twin take the same bodies, and find the same in them.
 * Method: common bodies, some bytes of which are others, or which are cut.
 */
test('FramedKernelBody reads any body in frames as its twin without WebAssembly does', () => {
  const kernel = new FramedKernelBody(arena)
  const twin = new FramedPutBody()
  const record = fc.record(
    {
      data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      partitionKey: fc.oneof(fc.stringMatching(/^[ -~]{0,40}$/), fc.string({ unit: 'binary', maxLength: 3 })),
      explicitHashKey: fc.stringMatching(/^\d{1,3}$/),
    },
    { requiredKeys: ['data', 'partitionKey'] },
  )
  const damage = fc.record({ at: fc.nat(120), byte: fc.nat(255) })
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 3 }),
      fc.array(damage, { maxLength: 1 }),
      fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(400)),
      (records, damages, cut) => {
        const body = framedBody({
          records: putFramesOf(records)!,
          members: Buffer.from('{"StreamName":"s"}'),
        })
        for (const { at, byte } of damages) body[at % body.length] = byte
        const sent = body.subarray(0, Math.max(0, body.length - cut))
        for (const isSingle of [false, true])
          expect(readBy(kernel, sent, isSingle)).toEqual(readBy(twin, sent, isSingle))
      },
    ),
    { numRuns: times(400) },
  )
})

test('500 records in frames are read, and 501 are not, nor a body that has none', () => {
  const readers = [new FramedKernelBody(arena), new FramedPutBody()]
  const record = { partitionKey: 'key', data: Buffer.from('data') }
  for (const [count, isRead] of [
    [500, true],
    [501, false],
    [0, false],
  ] as const) {
    const records = putFramesOf(Array(count).fill(record))!
    const body = framedBody({ records, members: Buffer.from('{"StreamName":"s"}') })
    for (const reader of readers) expect(reader.load(body) && reader.scanRecords()).toBe(isRead)
  }
})
