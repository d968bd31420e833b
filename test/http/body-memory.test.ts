import { expect, test } from 'vitest'
import { BodyMemory } from '../../src/http/body-memory.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

function giveBack(memory: BodyMemory, buffer: Buffer): void {
  memory.filled(buffer)
  memory.give(buffer)
}

test('BodyMemory hands a buffer that was given back to the next taker of its size', async () => {
  const memory = new BodyMemory(8 * mebibyte)
  const first = await memory.take(700_000, 700_000)
  expect(first.length).toBe(mebibyte)
  giveBack(memory, first)
  expect(await memory.take(mebibyte, mebibyte)).toBe(first)
})

test('BodyMemory lets takers wait while all is in use, and serves them in their order', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  const first = await memory.take(mebibyte, mebibyte)
  const second = await memory.take(mebibyte, mebibyte)
  const served: string[] = []
  const large = Promise.resolve(memory.take(2 * mebibyte, 2 * mebibyte)).then((buffer) => {
    served.push('large')
    return buffer
  })
  const small = Promise.resolve(memory.take(1, 1)).then(() => served.push('small'))

  giveBack(memory, first)
  expect(memory.usedBytes).toBe(mebibyte)
  giveBack(memory, second)
  giveBack(memory, await large)
  await small
  expect(served).toEqual(['large', 'small'])
})

test('BodyMemory serves the next when one does not wait any more', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  await memory.take(mebibyte, mebibyte)
  const large = memory.take(2 * mebibyte, 2 * mebibyte)
  const small = memory.take(mebibyte, mebibyte)
  memory.forget(large as Promise<Buffer>)
  expect((await small).length).toBe(mebibyte)
  expect(memory.usedBytes).toBe(2 * mebibyte)
})

test('BodyMemory keeps what is in use and what is kept for reuse under its budget together', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  const small = await memory.take(mebibyte, mebibyte)
  giveBack(memory, small)
  const large = await memory.take(2 * mebibyte, 2 * mebibyte)
  giveBack(memory, large)
  expect(await memory.take(mebibyte, mebibyte)).not.toBe(small)
})

test('BodyMemory hands out announced sizes in half of its budget to bodies that are coming, and over that what has come', async () => {
  const memory = new BodyMemory(4 * mebibyte)
  const first = await memory.take(1, mebibyte)
  const second = await memory.take(1, mebibyte)
  const third = await memory.take(100 * kibibyte, mebibyte)
  expect([first, second, third].map(({ length }) => length)).toEqual([mebibyte, mebibyte, 128 * kibibyte])
  giveBack(memory, third)
  memory.filled(first)
  expect((await memory.take(1, mebibyte)).length, 'a whole body does not count').toBe(mebibyte)
})

test('BodyMemory lets a taker wait for its announced size while it is whole bodies that have the memory', async () => {
  const memory = new BodyMemory(4 * mebibyte)
  const whole = await memory.take(4 * mebibyte, 4 * mebibyte)
  memory.filled(whole)
  const waiting = memory.take(1, 2 * mebibyte)
  expect(waiting).toBeInstanceOf(Promise)
  memory.give(whole)
  expect((await waiting).length).toBe(2 * mebibyte)
})

test('BodyMemory grows a buffer in its place, to the announced size when there is plenty again', async () => {
  const memory = new BodyMemory(4 * mebibyte)
  const other = await memory.take(1, 2 * mebibyte)
  const small = await memory.take(1, 2 * mebibyte)
  small.fill('a')
  const larger = memory.grow(small, 65 * kibibyte, 2 * mebibyte)!
  expect(larger.length).toBe(128 * kibibyte)
  expect(larger.subarray(0, small.length).equals(small)).toBe(true)
  expect(memory.usedBytes).toBe(2 * mebibyte + 128 * kibibyte)
  expect(await memory.take(1, mebibyte), 'the smaller one is used again').toBe(small)
  giveBack(memory, small)
  giveBack(memory, other)
  const largest = memory.grow(larger, 129 * kibibyte, 2 * mebibyte)!
  expect(largest.length).toBe(2 * mebibyte)
  giveBack(memory, largest)
  expect(memory.usedBytes).toBe(0)
})

test('BodyMemory grows a buffer by what has come when whole bodies leave no room for the announced size', async () => {
  const memory = new BodyMemory(4 * mebibyte)
  const other = await memory.take(1, 2 * mebibyte)
  const small = await memory.take(1, 2 * mebibyte)
  memory.filled(other)
  memory.filled(await memory.take(1, mebibyte))
  expect(memory.grow(small, 65 * kibibyte, 2 * mebibyte)).toHaveLength(128 * kibibyte)
})

test('BodyMemory keeps the smaller buffer of the two under its budget only', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  const small = await memory.take(mebibyte, mebibyte)
  giveBack(memory, memory.grow(small, 2 * mebibyte, 2 * mebibyte)!)
  expect(await memory.take(mebibyte, mebibyte)).not.toBe(small)
})

test('BodyMemory grows no buffer over its budget, and changes nothing then', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  await memory.take(mebibyte, mebibyte)
  const buffer = await memory.take(mebibyte, mebibyte)
  expect(memory.grow(buffer, mebibyte + 1, 2 * mebibyte)).toBe(undefined)
  expect(memory.usedBytes).toBe(2 * mebibyte)
  giveBack(memory, buffer)
  expect(await memory.take(mebibyte, mebibyte)).toBe(buffer)
})

test('BodyMemory serves who waits for much with little as soon as bodies that are coming have grown over their half', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  for (const size of [1024, 128]) memory.filled(await memory.take(1, size * kibibyte))
  for (const size of [256, 128]) await memory.take(1, size * kibibyte)
  const growing = await memory.take(1, 1)
  const waiting = memory.take(1, 512 * kibibyte)
  expect(waiting).toBeInstanceOf(Promise)
  memory.grow(growing, 256 * kibibyte, 256 * kibibyte)
  expect((await waiting).length).toBe(64 * kibibyte)
})
