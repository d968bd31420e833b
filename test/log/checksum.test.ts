import fc from 'fast-check'
import { expect, test } from 'vitest'
import xxhash from 'xxhash-wasm'
import { checksum, Hasher, hasherBytes } from '../../src/log/checksum.ts'

const { h64Raw } = await xxhash()
const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

test('a checksum is xxh64 of the parts as if they were one, wherever each of them is', () => {
  const memory = new WebAssembly.Memory({ initial: 5, maximum: 5 })
  const hasher = new Hasher(memory, 8)
  const inMemory = Buffer.from(memory.buffer, 8 + hasherBytes)
  const part = fc.record({ bytes: fc.uint8Array({ maxLength: 200 }), inPlace: fc.boolean() })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), seeds, (parts, seed) => {
      let at = 3
      const given = parts.map(({ bytes, inPlace }) => {
        if (!inPlace) return bytes
        inMemory.set(bytes, at)
        at += bytes.length
        return inMemory.subarray(at - bytes.length, at)
      })
      const expected = h64Raw(Buffer.concat(parts.map(({ bytes }) => bytes)), seed)
      expect(hasher.checksum(given, seed)).toBe(expected)
      expect(checksum(given, seed)).toBe(expected)
    }),
    { numRuns: 500 },
  )
})

test('parts that are larger than a slice are hashed as well', () => {
  for (const size of [65_535, 65_536, 65_537, 200_000]) {
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => i * 7))
    expect(checksum([bytes.subarray(0, 5), bytes.subarray(5)], 42n)).toBe(h64Raw(bytes, 42n))
  }
})
