import { expect, test } from 'vitest'
import { type File, MemoryFileSystem } from '../../src/base/index.ts'
import { fileWith } from './file-with.ts'
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

/** A disk on which a sync of a segment takes longer than a few commits. */
class SlowSegments extends MemoryFileSystem {
  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    if (!path.endsWith('.seg')) return file
    const sync = async () => {
      for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate)
    }
    return fileWith(file, { sync })
  }
}

test.each([1, 5])(
  'commits to %i logs wait while too much is unflushed, and memory stays bounded',
  async (logs) => {
    const store = await openTestStore({
      files: new SlowSegments(),
      batchBytesMax: 1000,
      flushBytes: 4000,
      unflushedBytesMax: 20_000,
      memoryBytesMax: 12_000,
      blockBytes: 500,
    })
    const peaks: number[] = []
    for (let log = 1; log <= logs; log++) store.onAppend(log, () => peaks.push(store.stats().memoryBytes))
    await Promise.all(
      Array.from({ length: 4000 }, (_, i) =>
        store.commit([texts(1 + (i % logs), [`${i} ${'x'.repeat(400)}`])]),
      ),
    )
    expect(Math.max(...peaks)).toBeLessThan(20_000 + 4000 + 2 * 1000)
    for (let log = 1; log <= logs; log++) expect(await readTexts(store, log)).toHaveLength(4000 / logs)
    await store.close()
  },
)
