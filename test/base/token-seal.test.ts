import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemRandom, TokenSeal } from '../../src/base/index.ts'

const seal = new TokenSeal(Buffer.alloc(32, 1), systemRandom)

test('a sealed token opens to its content, for its purpose only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const token = seal.seal('iterator', Buffer.from(bytes))
      expect(seal.open('iterator', token)).toEqual(Buffer.from(bytes))
      expect(seal.open('list-shards', token)).toBeUndefined()
    }),
  )
})

test('the same content never gives the same token', () => {
  const content = Buffer.from('content')
  expect(seal.seal('iterator', content)).not.toBe(seal.seal('iterator', content))
})

test('another key opens nothing', () => {
  const token = seal.seal('iterator', Buffer.from('content'))
  expect(new TokenSeal(Buffer.alloc(32, 2), systemRandom).open('iterator', token)).toBeUndefined()
})

test('a token with any one bit changed does not open', () => {
  const bytes = Buffer.from(seal.seal('iterator', Buffer.from('some content')), 'base64')
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    expect(seal.open('iterator', changed.toString('base64'))).toBeUndefined()
  }
})

test('no text that is not a token opens, and none throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String({ maxLength: 200 })), (text) => {
      expect(seal.open('iterator', text)).toBeUndefined()
    }),
  )
  const token = seal.seal('iterator', Buffer.from('content'))
  for (const text of ['', `${token} `, `${token}=`, `-${token}`, token.slice(4), token.slice(0, -4)]) {
    expect(seal.open('iterator', text)).toBeUndefined()
  }
})
