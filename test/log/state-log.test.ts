import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/index.ts'
import { frameOf, type LogStore, StateLog, type StateMachine } from '../../src/log/index.ts'
import { openTestStore, texts } from './open-test-store.ts'
import { readTexts } from './read-texts.ts'

class Names implements StateMachine<{ add: string }> {
  names: string[] = []
  timesMs: number[] = []

  apply({ add }: { add: string }, timeMs: number): void {
    this.names.push(add)
    this.timesMs.push(timeMs)
  }

  snapshot(): unknown {
    return { names: this.names }
  }

  restore(snapshot: unknown): void {
    this.names = [...(snapshot as { names: string[] }).names]
  }
}

async function openNames(store: LogStore, clock = new ManualClock(), snapshotBytesMin = 1 << 20) {
  const machine = new Names()
  const state = await StateLog.open<{ add: string }>({ store, log: 1, machine, clock, snapshotBytesMin })
  return { machine, state }
}

test('the machine sees an event when it is durable, with what was committed beside it', async () => {
  const store = await openTestStore()
  const { machine, state } = await openNames(store, new ManualClock(500))
  const committed = state.commit({ add: 'a' }, [texts(2000, ['x', 'y'])])
  expect(machine.names).toEqual([])
  expect(await committed).toEqual([0])
  expect(machine).toMatchObject({ names: ['a'], timesMs: [500] })
  expect(await readTexts(store, 2000)).toEqual(['x', 'y'])
  await state.commit({ add: 'b' }, [], [2000])
  expect(await readTexts(store, 2000)).toEqual([])
})

test('a state opened again has seen the same events in the same order', async () => {
  const store = await openTestStore()
  const { state } = await openNames(store)
  await Promise.all(['a', 'b', 'c'].map((add) => state.commit({ add })))
  expect((await openNames(store)).machine.names).toEqual(['a', 'b', 'c'])
})

test('a snapshot replaces the events before it, and keeps those that were on their way', async () => {
  const store = await openTestStore()
  const { state } = await openNames(store)
  await state.commit({ add: 'a' })
  const later = state.commit({ add: 'b' })
  const snapshot = state.snapshot()
  await Promise.all([later, snapshot, state.commit({ add: 'c' })])
  expect(store.bounds(1).start).toBe(1)
  const { machine, state: again } = await openNames(store)
  expect(machine.names).toEqual(['a', 'b', 'c'])
  await again.commit({ add: 'd' })
  await again.snapshot()
  expect((await openNames(store)).machine.names).toEqual(['a', 'b', 'c', 'd'])
})

test('a snapshot larger than one record is put together again, and one without its last part is passed over', async () => {
  const store = await openTestStore()
  const { state } = await openNames(store)
  const long = 'n'.repeat(3 << 20)
  await state.commit({ add: long })
  await state.snapshot()
  const parts = store.bounds(1).end - 1
  expect(parts).toBeGreaterThan(3)
  await store.commit([{ log: 1, count: 1, frames: await firstFrame(store) }])
  expect((await openNames(store)).machine.names).toEqual([long])
})

test('snapshots are taken by themselves as events grow, so that the log stays short', async () => {
  const store = await openTestStore()
  const { state } = await openNames(store, new ManualClock(), 100)
  for (let i = 0; i < 500; i++) await state.commit({ add: String(i) })
  await state.settled()
  const { start, end } = store.bounds(1)
  expect(end - start).toBeLessThan(300)
  expect((await openNames(store)).machine.names).toHaveLength(500)
})

test('a record of another version is refused and not guessed at', async () => {
  const store = await openTestStore()
  await store.commit([{ log: 1, count: 1, frames: frameOf(Buffer.from([9, 1]), 1) }])
  await expect(openNames(store)).rejects.toMatchObject({ code: 'LOG_STATE_VERSION' })
})

async function firstFrame(store: LogStore): Promise<Buffer> {
  const { chunks } = await store.read(1, store.bounds(1).start, { bytes: 1 << 22, records: 1 })
  return Buffer.from(chunks[0]!.frames)
}
