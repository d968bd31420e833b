import { expect, test } from 'vitest'
import { BodyMemory } from '../../src/http/body-memory.ts'

const mebibyte = 1024 * 1024

test('BodyMemory hands a buffer that was given back to the next taker of its size', async () => {
  const memory = new BodyMemory(8 * mebibyte)
  const first = await memory.take(700_000)
  expect(first.length).toBe(mebibyte)
  memory.give(first)
  expect(await memory.take(mebibyte)).toBe(first)
})

test('BodyMemory lets takers wait while all is in use, and serves them in their order', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  const first = await memory.take(mebibyte)
  await memory.take(mebibyte)
  const served: string[] = []
  const large = Promise.resolve(memory.take(2 * mebibyte)).then((buffer) => {
    served.push('large')
    return buffer
  })
  const small = Promise.resolve(memory.take(1)).then(() => served.push('small'))

  memory.give(first)
  expect(memory.usedBytes).toBe(mebibyte)
  memory.give(Buffer.alloc(mebibyte))
  memory.give(await large)
  await small
  expect(served).toEqual(['large', 'small'])
})

test('BodyMemory serves the next when one does not wait any more', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  await memory.take(mebibyte)
  const large = memory.take(2 * mebibyte)
  const small = memory.take(mebibyte)
  memory.forget(large as Promise<Buffer>)
  expect((await small).length).toBe(mebibyte)
  expect(memory.usedBytes).toBe(2 * mebibyte)
})

test('BodyMemory keeps what is in use and what is kept for reuse under its budget together', async () => {
  const memory = new BodyMemory(2 * mebibyte)
  const small = await memory.take(mebibyte)
  memory.give(small)
  const large = await memory.take(2 * mebibyte)
  memory.give(large)
  expect(await memory.take(mebibyte)).not.toBe(small)
})
