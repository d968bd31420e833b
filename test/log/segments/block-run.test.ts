import { expect, test } from 'vitest'
import { type File, MemoryFileSystem } from '../../../src/base/index.ts'
import { fileWith } from '../file-with.ts'
import { openTestStore, texts } from '../open-test-store.ts'
import { readTexts } from '../read-texts.ts'

/** A disk that counts what is read of segments, and holds back the write of them at `heldBack`. */
class CountingDisk extends MemoryFileSystem {
  segmentReads = 0
  writes = 0
  syncs = 0
  heldBack = Number.POSITIVE_INFINITY
  readonly reached = Promise.withResolvers<void>()
  readonly goOn = Promise.withResolvers<void>()

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    if (!path.endsWith('.seg')) return file
    return fileWith(file, {
      read: (position, length) => {
        this.segmentReads++
        return file.read(position, length)
      },
      write: async (position, chunks) => {
        if (this.writes++ === this.heldBack) {
          this.reached.resolve()
          await this.goOn.promise
        }
        await file.write(position, chunks)
      },
      sync: () => {
        this.syncs++
        return file.sync()
      },
    })
  }
}

const values = Array.from({ length: 60 }, (_, i) => `${i} ${'abcdefgh'.repeat(10)}`)
/** Blocks of one record, and nothing stays in memory that segments hold. */
const tiny = { memoryBytesMax: 1, flushBytes: 1, blockBytes: 150, runBytes: 1, runBytesMax: 1 }

test('a chunk of which segments hold a part stays in memory until they hold all of it', async () => {
  const files = new CountingDisk()
  /* The header of the segment, and three runs. */
  files.heldBack = 4
  const store = await openTestStore({ files, ...tiny })
  await store.commit([texts(1, values)])
  await files.reached.promise
  expect(await readTexts(store, 1)).toEqual(values)
  expect(store.stats().unflushedBytes).toBeGreaterThan(60 * 80)
  files.goOn.resolve()
  await store.close()
  expect(await readTexts(await openTestStore({ files, ...tiny }), 1)).toEqual(values)
})

test('several blocks go to the file in one write', async () => {
  const files = new CountingDisk()
  const store = await openTestStore({ files, ...tiny, runBytes: 1_000_000, runBytesMax: 1_000_000 })
  await store.commit([texts(1, values)])
  await store.close()
  expect(files.writes).toBe(1 + 60 / 4)
})

test('a flush syncs as often as the newest batch of the journal fits into it, within bounds', async () => {
  const syncsOf = async (newest: string, bounds: { runBytes: number; runBytesMax: number }) => {
    const files = new CountingDisk()
    const store = await openTestStore({ files, ...tiny, ...bounds, flushBytes: 1_000_000 })
    await store.commit([texts(1, values)])
    await store.commit([texts(1, [newest])])
    await store.close()
    return files.syncs
  }
  const large = 'x'.repeat(20_000)
  expect(await syncsOf(large, { runBytes: 1, runBytesMax: 1 })).toBeGreaterThan(50)
  /* A batch takes whole disk blocks of 4 KiB. */
  expect(await syncsOf('small', { runBytes: 1, runBytesMax: 1_000_000 })).toBeLessThan(5)
  expect(await syncsOf(large, { runBytes: 1, runBytesMax: 1_000_000 })).toBe(1)
  expect(await syncsOf(large, { runBytes: 1, runBytesMax: 600 })).toBeGreaterThan(10)
})

test('a segment is sealed without reading it back', async () => {
  const files = new CountingDisk()
  const sizes = { ...tiny, segmentBytes: 2000 }
  const store = await openTestStore({ files, ...sizes })
  for (const value of values) await store.commit([texts(1, [value])])
  await store.close()
  expect(store.stats().segments).toBeGreaterThan(2)
  expect(files.segmentReads).toBe(0)
  const again = await openTestStore({ files, ...sizes })
  expect(await readTexts(again, 1)).toEqual(values)
})
