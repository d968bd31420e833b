import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Receipts } from '../../../src/sqs-layer/receiving/receipts.ts'

const receipts = new Receipts(Buffer.alloc(32, 7))

test('Receipts opens what it has sealed', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), fc.nat(2 ** 48 - 1), fc.nat(200_000), (queue, offset, receives) => {
      const opened = receipts.open(receipts.seal(queue, offset, receives))
      expect(opened).toEqual({ queue, offset, receive: receives % 65_536 })
    }),
  )
})

test('Receipts opens nothing else: other texts, other keys, a changed bit', () => {
  const handle = receipts.seal(1024, 5, 1)
  expect(new Receipts(Buffer.alloc(32, 8)).open(handle)).toBe(undefined)
  const bytes = Buffer.from(handle, 'base64')
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    expect(receipts.open(changed.toString('base64'))).toBe(undefined)
  }
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => receipts.open(text) === undefined))
})

test('handles of one message differ by receive, and say nothing of it', () => {
  const handles = [receipts.seal(1024, 5, 1), receipts.seal(1024, 5, 2), receipts.seal(1024, 6, 1)]
  expect(new Set(handles.map((handle) => handle.slice(2, 12))).size).toBe(3)
})
