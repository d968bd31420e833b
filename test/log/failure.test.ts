import { expect, test } from 'vitest'
import { afterCrash, FailingDisk } from './memory-disk.ts'
import { openTestStore, texts } from './open-test-store.ts'
import { readTexts } from './read-texts.ts'

const diskFull = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })

test('after a failed write of the journal nothing is accepted, and what was acknowledged is still read', async () => {
  const files = new FailingDisk()
  const store = await openTestStore({ files })
  await store.commit([texts(1, ['a'])])
  expect(store.failure()).toBeUndefined()
  files.failure = diskFull
  const [first, second] = await Promise.allSettled([
    store.commit([texts(1, ['b'])]),
    store.commit([texts(1, ['c'])]),
  ])
  for (const { status, ...rest } of [first, second]) {
    expect(status).toBe('rejected')
    expect(rest).toMatchObject({ reason: { code: 'LOG_STORE_FAILED', cause: diskFull } })
  }
  files.failure = undefined
  await expect(store.commit([texts(1, ['d'])])).rejects.toMatchObject({ code: 'LOG_STORE_FAILED' })
  await expect(store.trim(1, 1)).rejects.toMatchObject({ code: 'LOG_STORE_FAILED' })
  expect(store.failure()).toMatchObject({ code: 'LOG_STORE_FAILED' })
  expect(await readTexts(store, 1)).toEqual(['a'])
  await store.close()
  expect(await readTexts(await openTestStore({ files }), 1)).toEqual(['a'])
})

test('a failed write of a segment stops the store, and loses nothing', async () => {
  const files = new FailingDisk()
  files.pattern = /\.seg$/
  const store = await openTestStore({ files, flushBytes: 1 })
  files.failure = diskFull
  await store.commit([texts(1, ['a'])])
  for (let turns = 0; store.failure() === undefined && turns < 100; turns++) await new Promise(setImmediate)
  expect(store.failure()).toMatchObject({ code: 'LOG_STORE_FAILED', cause: diskFull })
  await expect(store.commit([texts(1, ['b'])])).rejects.toMatchObject({ code: 'LOG_STORE_FAILED' })
  expect(await readTexts(store, 1)).toEqual(['a'])
  await store.close()
  expect(await readTexts(await openTestStore({ files: await afterCrash(files) }), 1)).toEqual(['a'])
})

test('commits wait while too much is unflushed, and memory stays bounded', async () => {
  const store = await openTestStore({
    batchBytesMax: 1000,
    flushBytes: 1000,
    unflushedBytesMax: 5000,
    memoryBytesMax: 3000,
    blockBytes: 500,
  })
  const peaks: number[] = []
  store.onAppend(1, () => peaks.push(store.stats().memoryBytes))
  await Promise.all(
    Array.from({ length: 200 }, (_, i) => store.commit([texts(1, [`${i} ${'x'.repeat(400)}`])])),
  )
  expect(Math.max(...peaks)).toBeLessThan(10_000)
  expect(await readTexts(store, 1)).toHaveLength(200)
  await store.close()
})
