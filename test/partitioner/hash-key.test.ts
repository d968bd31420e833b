import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashKeyMax, hashPartitionKey, parseHashKey, readHashKey } from '../../src/partitioner/index.ts'

function hashKeyOf(key: Buffer): bigint {
  const words = new Uint32Array(6)
  hashPartitionKey(key, 0, key.length, words, 1)
  expect([words[0], words[5]]).toEqual([0, 0])
  return readHashKey(words, 1)
}

const md5Of = (key: Buffer) => BigInt(`0x${createHash('md5').update(key).digest('hex')}`)

test('a partition key hashes to its MD5 as one big-endian number', () => {
  expect(hashKeyOf(Buffer.from('user1')).toString(16)).toBe('24c9e15e52afc47c225b757e7bee1f9d')
  expect(hashKeyOf(Buffer.alloc(0)).toString(16)).toBe('d41d8cd98f00b204e9800998ecf8427e')
})

test('every key length from 0 to 300 bytes hashes as node:crypto does', () => {
  for (let length = 0; length <= 300; length++) {
    const key = Buffer.alloc(length, length)
    expect(hashKeyOf(key)).toBe(md5Of(key))
  }
})

test('random keys hash as node:crypto does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const key = Buffer.from(bytes)
      expect(hashKeyOf(key)).toBe(md5Of(key))
    }),
    { numRuns: 2000 },
  )
})

test('a key in the middle of a buffer hashes without what is around it', () => {
  const words = new Uint32Array(4)
  hashPartitionKey(Buffer.from('xxuser1yy'), 2, 7, words, 0)
  expect(readHashKey(words, 0)).toBe(md5Of(Buffer.from('user1')))
})

test('an explicit hash key is read from its decimal digits, up to 2^128 - 1', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: hashKeyMax }), (value) => {
      const words = new Uint32Array(5)
      expect(parseHashKey(value.toString(), words, 1)).toBe(true)
      expect(readHashKey(words, 1)).toBe(value)
    }),
  )
  expect(parseHashKey(hashKeyMax.toString(), new Uint32Array(4), 0)).toBe(true)
})

test.each(['', '00', '01', '-1', '+1', ' 1', '1 ', '1.0', '1e3', '0x1', '٣', (hashKeyMax + 1n).toString()])(
  'the explicit hash key %j is refused and nothing is written',
  (text) => {
    const words = new Uint32Array([7, 7, 7, 7])
    expect(parseHashKey(text, words, 0)).toBe(false)
    expect([...words]).toEqual([7, 7, 7, 7])
  },
)
