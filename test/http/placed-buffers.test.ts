import { expect, test } from 'vitest'
import { BodyMemory } from '../../src/http/body-memory.ts'
import { PlacedBuffers } from '../../src/http/placed-buffers.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
const slot = mebibyte + 64

test('PlacedBuffers hands out all of its place, with a gap behind each buffer', () => {
  const place = Buffer.alloc(3 * slot, '.').subarray(slot)
  const buffers = new PlacedBuffers(place)
  const both = [buffers.take(mebibyte)!, buffers.take(64 * kibibyte)!]
  expect(buffers.take(1)).toBe(undefined)
  for (const buffer of both) buffer.fill('x')
  expect(place.subarray(mebibyte, slot).equals(Buffer.alloc(64, '.'))).toBe(true)
  expect(both.map(({ byteOffset }) => byteOffset - place.byteOffset)).toEqual([0, slot])
})

test('PlacedBuffers hands out again what it has got back, in any size', () => {
  const buffers = new PlacedBuffers(Buffer.alloc(slot))
  const first = buffers.take(64 * kibibyte)!
  expect(buffers.give(first)).toBe(true)
  expect(buffers.take(64 * kibibyte)).toBe(first)
  buffers.give(first)
  expect(buffers.take(mebibyte)?.length).toBe(mebibyte)
})

test('PlacedBuffers has nothing larger than a slot, nor takes a buffer of others', () => {
  const buffers = new PlacedBuffers(Buffer.alloc(slot))
  expect(buffers.take(2 * mebibyte)).toBe(undefined)
  expect(buffers.give(Buffer.alloc(mebibyte))).toBe(false)
})

test('BodyMemory uses its place first, and other memory when all of that is in use', () => {
  const place = Buffer.alloc(slot)
  const memory = new BodyMemory(8 * mebibyte, place)
  const take = (size: number) => memory.take(size, size) as Buffer
  const placed = take(700_000)
  expect(placed.buffer).toBe(place.buffer)
  const other = take(700_000)
  expect(other.buffer).not.toBe(place.buffer)
  expect(memory.usedBytes).toBe(2 * mebibyte)
  for (const buffer of [placed, other]) {
    memory.filled(buffer)
    memory.give(buffer)
  }
  expect(memory.usedBytes).toBe(0)
  expect(take(100).buffer).toBe(place.buffer)
})
