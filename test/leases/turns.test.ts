import { expect, test } from 'vitest'
import { Turns } from '../../src/leases/turns.ts'

/** Work that ends when it is told to, and what has begun so far. */
function works() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      begun.push(name)
      ends.set(name, resolve)
    })
  const end = (name: string) => {
    ends.get(name)?.()
    return settle()
  }
  return { begun, work, end }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('work of one key takes turns, that of others goes on beside it', async () => {
  const turns = new Turns()
  const { begun, work, end } = works()
  for (const name of ['a1', 'a2', 'b1']) void turns.of(name.charAt(0), work(name))
  await settle()
  expect(begun).toEqual(['a1', 'b1'])
  await end('a1')
  expect(begun).toEqual(['a1', 'b1', 'a2'])
})

test('work that goes alone waits for all before it, and all behind it waits', async () => {
  const turns = new Turns()
  const { begun, work, end } = works()
  void turns.of('a', work('a'))
  void turns.alone(work('alone'))
  void turns.of('b', work('b'))
  const settled = turns.settled().then(() => begun.push('settled'))
  await settle()
  expect(begun).toEqual(['a'])
  await end('a')
  expect(begun).toEqual(['a', 'alone'])
  await end('alone')
  expect(begun).toEqual(['a', 'alone', 'b'])
  await end('b')
  await settled
  expect(begun.at(-1)).toBe('settled')
})

test('work that fails is the concern of who asked for it, and the next goes on', async () => {
  const turns = new Turns()
  const failing = turns.of('a', () => Promise.reject(new Error('no')))
  const next = turns.of('a', async () => 'done')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('done')
  await expect(turns.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turns.of('a', async () => 'done')).toBe('done')
})
