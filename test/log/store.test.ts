import { expect, test } from 'vitest'
import { MemoryFileSystem } from '../../src/base/index.ts'
import { afterCrash } from './memory-disk.ts'
import { openTestStore, texts } from './open-test-store.ts'
import { readTexts, textsOf } from './read-texts.ts'

test('commit gives consecutive offsets to each log, and read returns what was committed', async () => {
  const store = await openTestStore()
  expect(await store.commit([texts(1, ['a', 'b']), texts(2, ['x'])])).toEqual([0, 0])
  expect(await store.commit([texts(1, ['c'])])).toEqual([2])
  expect(await readTexts(store, 1)).toEqual(['a', 'b', 'c'])
  expect(await readTexts(store, 2)).toEqual(['x'])
  expect(store.bounds(1)).toEqual({ start: 0, end: 3, next: 3, lastTimeMs: 1 })
})

test('read stops before the limit of bytes or records, but returns one record at least', async () => {
  const store = await openTestStore()
  await store.commit([texts(1, ['aaaa', 'bbbb', 'cccc'])])
  await store.commit([texts(1, ['dddd'])])
  const read = async (from: number, bytes: number, records?: number) => {
    const batch = await store.read(1, from, records === undefined ? { bytes } : { bytes, records })
    return [textsOf(batch.chunks), batch.next]
  }
  expect(await read(0, 1)).toEqual([['aaaa'], 1])
  expect(await read(1, 32)).toEqual([['bbbb', 'cccc'], 3])
  expect(await read(1, 31)).toEqual([['bbbb'], 2])
  expect(await read(1, 1000)).toEqual([['bbbb', 'cccc', 'dddd'], 4])
  expect(await read(0, 1000, 2)).toEqual([['aaaa', 'bbbb'], 2])
  expect(await read(4, 1000)).toEqual([[], 4])
})

test('what is on its way is counted by bounds().next and not visible before it is durable', async () => {
  const store = await openTestStore()
  const ends: number[] = []
  store.onAppend(1, (end) => ends.push(end))
  const first = store.commit([texts(1, ['a'], 5)])
  const second = store.commit([texts(1, ['b'], 7)])
  expect(store.bounds(1)).toEqual({ start: 0, end: 0, next: 2, lastTimeMs: 7 })
  expect(await readTexts(store, 1)).toEqual([])
  await Promise.all([first, second])
  expect(store.bounds(1).end).toBe(2)
  expect(ends).toEqual([2])
})

test('a thousand logs that are written to in one turn, each by its own commit, share one sync', async () => {
  const store = await openTestStore()
  const logs = Array.from({ length: 1000 }, () => store.newLogId())
  for (let round = 0; round < 3; round++) {
    const before = store.stats().journalSyncs
    await Promise.all(logs.map((log) => store.commit([texts(log, [`${round}`])])))
    expect(store.stats().journalSyncs - before).toBe(1)
  }
  expect(await readTexts(store, logs[500]!)).toEqual(['0', '1', '2'])
})

test('stats count records and their frames, and with the operating system’s durability no syncs', async () => {
  const counts = []
  for (const durability of ['fsync', 'os'] as const) {
    const store = await openTestStore({ durability })
    await store.commit([texts(1, ['a', 'b'])])
    await store.commit([texts(2, ['c'])])
    counts.push(store.stats())
  }
  const [fsync, os] = counts
  expect(fsync).toMatchObject({ commits: 2, records: 3, bytes: 3 * (12 + 1), journalSyncs: 2 })
  expect(os).toMatchObject({ commits: 2, records: 3, bytes: 3 * (12 + 1), journalSyncs: 0 })
})

test('a listener hears nothing after it has unsubscribed', async () => {
  const store = await openTestStore()
  let calls = 0
  const unsubscribe = store.onAppend(1, () => calls++)
  await store.commit([texts(1, ['a'])])
  unsubscribe()
  await store.commit([texts(1, ['b'])])
  expect(calls).toBe(1)
})

test('a store that was not closed comes back with everything acknowledged', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  const id = store.newLogId()
  await store.commit([texts(1, ['a', 'b'], 3), texts(id, ['x'.repeat(100_000)], 4)])
  await store.commit([texts(1, ['c'], 9)])
  const again = await openTestStore({ files: await afterCrash(files) })
  expect(await readTexts(again, 1)).toEqual(['a', 'b', 'c'])
  expect(await readTexts(again, id)).toEqual(['x'.repeat(100_000)])
  expect(again.bounds(1)).toEqual({ start: 0, end: 3, next: 3, lastTimeMs: 9 })
  expect(again.newLogId()).toBe(id + 1)
  expect(await again.commit([texts(1, ['d'], 9)])).toEqual([3])
})

test('an id that was given out before a commit is not given out again, even if its log was never written', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  const id = store.newLogId()
  await store.commit([texts(1, [`the log of shard 0 is ${id}`])])
  const again = await openTestStore({ files: await afterCrash(files) })
  expect(again.newLogId()).toBeGreaterThan(id)
})

test('a log that is dropped with a hundred thousand others takes no appends while that is on its way', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  const ids = Array.from({ length: 100_000 }, () => store.newLogId())
  await store.commit([texts(ids[0]!, ['one'])])
  const dropped = store.commit([], ids)
  await expect(store.commit([texts(ids[0]!, ['two'])])).rejects.toMatchObject({ code: 'LOG_DROPPED' })
  await dropped
  await expect(store.commit([texts(ids[0]!, ['three'])])).rejects.toMatchObject({ code: 'LOG_DROPPED' })
  await store.close()
  await (await openTestStore({ files })).close()
})

test('a dropped log reads as empty, takes no appends and stays dropped after a restart', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  await store.commit([texts(2000, ['a']), texts(1, ['b'])])
  await store.commit([texts(1, ['c'])], [2000])
  await expect(store.commit([texts(2000, ['d'])])).rejects.toMatchObject({ code: 'LOG_DROPPED' })
  expect(await readTexts(store, 2000)).toEqual([])
  const again = await openTestStore({ files: await afterCrash(files) })
  expect(await readTexts(again, 2000)).toEqual([])
  expect(await readTexts(again, 1)).toEqual(['b', 'c'])
})

test('a trimmed log starts at the exact record, also after a restart', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  await store.commit([texts(1, ['a', 'b', 'c'])])
  await store.trim(1, 2)
  expect(store.bounds(1)).toMatchObject({ start: 2, end: 3 })
  expect(await readTexts(store, 1)).toEqual(['c'])
  await store.trim(1, 99)
  const again = await openTestStore({ files: await afterCrash(files) })
  expect(again.bounds(1)).toMatchObject({ start: 3, end: 3, next: 3 })
})

test('offsetAt is the first record at or after a time', async () => {
  const store = await openTestStore()
  await store.commit([texts(1, ['a', 'b'], 10)])
  await store.commit([texts(1, ['c'], 20)])
  expect(await Promise.all([9, 10, 11, 20, 21].map((timeMs) => store.offsetAt(1, timeMs)))).toEqual([
    0, 0, 2, 2, 3,
  ])
})

test('commits over the limits are refused, and the store goes on', async () => {
  const store = await openTestStore({ commitBytesMax: 1000, pendingBytesMax: 1500 })
  await expect(store.commit([texts(1, ['x'.repeat(1000)])])).rejects.toMatchObject({
    code: 'LOG_COMMIT_TOO_LARGE',
  })
  const accepted = store.commit([texts(1, ['y'.repeat(900)])])
  await expect(store.commit([texts(1, ['z'.repeat(900)])])).rejects.toMatchObject({
    code: 'LOG_BUSY',
    retryable: true,
  })
  await accepted
  expect(await store.commit([texts(1, ['w'])])).toEqual([1])
})

test('a second store on the folder is refused until the first is closed', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  await expect(openTestStore({ files })).rejects.toMatchObject({ code: 'FILE_LOCKED' })
  await store.close()
  await expect(store.commit([texts(1, ['a'])])).rejects.toMatchObject({ code: 'LOG_STORE_CLOSED' })
  await openTestStore({ files })
})
