import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArrivingBody, type BodyTaker } from '../../src/http/arriving-body.ts'
import { BodyMemory } from '../../src/http/body-memory.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

const nobody: BodyTaker = { memoryIsThere: () => expect.fail('nothing had to wait') }

function patterned(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; i++) bytes[i] = i % 251
  return bytes
}

/*
 * Goal: a body that begins small and grows arrives byte for byte, holds no more than twice what has come of it, and all
 * of its memory goes back.
 * Method: bodies of all sizes cut at random places, announced or not, beside one that has half of the memory.
 */
test('an ArrivingBody grows with what comes of it, and is whole byte for byte', async () => {
  const original = patterned(mebibyte)
  const cuts = fc.array(fc.integer({ min: 0, max: original.length }), { maxLength: 12 })
  const sizes = fc.oneof(fc.integer({ min: 1, max: original.length }), fc.constant(original.length))
  const memory = new BodyMemory(4 * mebibyte)
  const hoarder = new ArrivingBody(memory, 2 * mebibyte, nobody)
  hoarder.roomFor(1)
  const hoarded = memory.usedBytes
  fc.assert(
    fc.property(sizes, cuts, fc.boolean(), (size, cuts, isAnnounced) => {
      const body = new ArrivingBody(memory, isAnnounced ? size : undefined, nobody)
      const ends = [...cuts.filter((cut) => cut < size), size].sort((a, b) => a - b)
      for (const end of ends) {
        const piece = original.subarray(body.size)
        expect(body.roomFor(end - body.size)).toBe('there')
        body.add(piece, end - body.size)
        expect(memory.usedBytes - hoarded).toBeLessThanOrEqual(Math.max(64 * kibibyte, 2 * end))
      }
      const { bytes, release } = body.whole()
      expect(bytes.equals(original.subarray(0, size))).toBe(true)
      release()
      expect(memory.usedBytes).toBe(hoarded)
    }),
    { numRuns: 200 },
  )
  hoarder.drop()
  expect(memory.usedBytes).toBe(0)
})

test('an ArrivingBody takes its announced size once while there is plenty', () => {
  const memory = new BodyMemory(4 * mebibyte)
  const body = new ArrivingBody(memory, mebibyte, nobody)
  for (let i = 0; i < 16; i++) {
    expect(body.roomFor(64 * kibibyte)).toBe('there')
    body.add(Buffer.alloc(64 * kibibyte), 64 * kibibyte)
    expect(memory.usedBytes).toBe(mebibyte)
  }
  body.whole().release()
  expect(memory.usedBytes).toBe(0)
})

test('an ArrivingBody takes its announced size beside others that are whole, and after some were dropped', () => {
  const memory = new BodyMemory(4 * mebibyte)
  const announced = () => {
    const body = new ArrivingBody(memory, 2 * mebibyte, nobody)
    expect(body.roomFor(1)).toBe('there')
    return body
  }
  announced().drop()
  const { release } = announced().whole()
  const second = announced()
  expect(memory.usedBytes).toBe(4 * mebibyte)
  release()
  second.drop()
  expect(memory.usedBytes).toBe(0)
})

test('an ArrivingBody that is dropped while it waits makes way for the next', () => {
  const memory = new BodyMemory(128 * kibibyte)
  new ArrivingBody(memory, 1, nobody).roomFor(1)
  const large = new ArrivingBody(memory, 128 * kibibyte, nobody)
  expect(large.roomFor(128 * kibibyte)).toBe('later')
  large.drop()
  expect(new ArrivingBody(memory, 1, nobody).roomFor(1)).toBe('there')
})

test('an ArrivingBody that is dropped while it waits takes nothing, whether its memory has come or not', async () => {
  for (const comesBefore of [false, true]) {
    const memory = new BodyMemory(64 * kibibyte)
    const first = new ArrivingBody(memory, 1, nobody)
    first.roomFor(1)
    const second = new ArrivingBody(memory, 1, nobody)
    expect(second.roomFor(1)).toBe('later')
    if (comesBefore) first.drop()
    second.drop()
    if (!comesBefore) first.drop()
    await new Promise(setImmediate)
    expect(memory.usedBytes).toBe(0)
  }
})

test('an ArrivingBody lends its memory to who reads the rest of it, and takes no copy of that', () => {
  const memory = new BodyMemory(mebibyte)
  const body = new ArrivingBody(memory, 100_000, nobody)
  expect(body.lend()).toBe(undefined)
  body.roomFor(10)
  body.add(Buffer.from('head of it'), 10)
  const place = body.lend()!
  expect(place.length).toBe(99_990)
  place.fill('x')
  body.returned()
  expect(body.roomFor(99_990)).toBe('there')
  body.add(place, 99_990)
  const { bytes, release } = body.whole()
  expect(bytes.toString()).toBe(`head of it${'x'.repeat(99_990)}`)
  release()
  expect(memory.usedBytes).toBe(0)
})

test('an ArrivingBody that is dropped keeps its memory from others until it has returned', () => {
  const memory = new BodyMemory(mebibyte)
  const body = new ArrivingBody(memory, 100_000, nobody)
  body.roomFor(1)
  body.lend()
  body.drop()
  expect(memory.usedBytes).toBeGreaterThan(100_000)
  body.returned()
  expect(memory.usedBytes).toBe(0)
})

test('an ArrivingBody lends nothing while its size is not known, or it has room for a part only', () => {
  const memory = new BodyMemory(mebibyte)
  const unannounced = new ArrivingBody(memory, undefined, nobody)
  unannounced.roomFor(1)
  expect(unannounced.lend()).toBe(undefined)
  const large = new ArrivingBody(memory, mebibyte, nobody)
  large.roomFor(1)
  expect(large.lend()).toBe(undefined)
})
