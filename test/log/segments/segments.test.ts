import { expect, test } from 'vitest'
import { type File, MemoryFileSystem } from '../../../src/base/index.ts'
import type { LogStore } from '../../../src/log/index.ts'
import { fileWith } from '../file-with.ts'
import { afterCrash, filesUnder, flipBit } from '../memory-disk.ts'
import { openTestStore, texts } from '../open-test-store.ts'
import { readTexts } from '../read-texts.ts'

/** Everything is flushed at once, nothing stays in memory, and each segment has few blocks of one or two records. */
const tiny = {
  memoryBytesMax: 1,
  flushBytes: 1,
  blockBytes: 150,
  segmentBytes: 800,
  blockCacheBytes: 1,
  indexCacheBytes: 1,
  openFilesMax: 2,
}
const value = (i: number) => `${i} ${'abcdefgh'.repeat(10)}`
const segmentsOf = (paths: Iterable<string>) => [...paths].filter((path) => path.endsWith('.seg'))

async function filled(files: MemoryFileSystem, records = 40, options = tiny): Promise<LogStore> {
  const store = await openTestStore({ files, ...options })
  for (let i = 0; i < records; i++)
    await store.commit([texts(1, [value(i)], 1000 + i), texts(2, [`${i}`], 1000 + i)])
  await store.close()
  return openTestStore({ files, ...options })
}

test('what left memory is read from segments, from any offset and by time', async () => {
  const store = await filled(new MemoryFileSystem())
  const all = Array.from({ length: 40 }, (_, i) => value(i))
  expect(await readTexts(store, 1)).toEqual(all)
  for (const from of [0, 1, 17, 39, 40]) expect(await readTexts(store, 1, from, 200)).toEqual(all.slice(from))
  const times = [0, 1000, 1017, 1039, 1040]
  expect(await Promise.all(times.map((timeMs) => store.offsetAt(1, timeMs)))).toEqual([0, 0, 17, 39, 40])
  expect(store.stats().openFiles).toBeLessThanOrEqual(4)
})

/** A disk that counts what is read of segments. */
class CountingDisk extends MemoryFileSystem {
  reads = 0

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    if (!path.endsWith('.seg')) return file
    return fileWith(file, {
      read: (position, length) => {
        this.reads++
        return file.read(position, length)
      },
    })
  }
}

test('a block that many want at once is read once', async () => {
  const files = new CountingDisk()
  const store = await filled(files)
  await store.read(1, 0, { bytes: 1 })
  const before = files.reads
  const read = () => store.read(1, 17, { bytes: 1 })
  const batches = await Promise.all(Array.from({ length: 16 }, read))
  expect(batches.every(({ next }) => next === 18)).toBe(true)
  expect(files.reads - before).toBe(1)
})

test('after a clean close nothing is left to replay, and segments are looked at only when they are read', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files)
  expect(store.stats().unflushedBytes).toBe(0)
  expect(store.stats().openFiles).toBe(0)
  expect(store.bounds(1)).toEqual({ start: 0, end: 40, next: 40, lastTimeMs: 1039 })
})

test('compressible records take less room than they are long, and come back', async () => {
  const files = new MemoryFileSystem()
  const roomy = { ...tiny, blockBytes: 100_000, segmentBytes: 1_000_000 }
  const store = await openTestStore({ files, ...roomy, flushBytes: 1_000_000 })
  const values = Array.from({ length: 200 }, (_, i) => value(i))
  await store.commit([texts(1, values)])
  await store.close()
  const [path] = segmentsOf((await filesUnder(files)).keys())
  expect((await filesUnder(files)).get(path!)!.length).toBeLessThan(5000)
  expect(await readTexts(await openTestStore({ files, ...roomy }), 1)).toEqual(values)
})

test('trimming gives back whole segments, and all of them when nothing is left', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files)
  const before = segmentsOf((await filesUnder(files)).keys()).filter((path) => path.includes('/logs/1/'))
  await store.trim(1, 30)
  await store.commit([texts(3, ['x'])])
  await store.close()
  const after = segmentsOf((await filesUnder(files)).keys()).filter((path) => path.includes('/logs/1/'))
  expect(after.length).toBeLessThan(before.length / 2)
  const again = await openTestStore({ files, ...tiny })
  expect(await readTexts(again, 1)).toEqual(Array.from({ length: 10 }, (_, i) => value(30 + i)))
  await again.trim(1, 40)
  await again.close()
  expect([...(await filesUnder(files)).keys()].filter((path) => path.includes('/logs/1/'))).toEqual([])
  const last = await openTestStore({ files, ...tiny })
  expect(await last.commit([texts(1, ['next'], 2000)])).toEqual([40])
})

test('a dropped log leaves no file behind', async () => {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files, ...tiny })
  const log = store.newLogId()
  for (let i = 0; i < 10; i++) await store.commit([texts(log, [value(i)])])
  await store.commit([], [log])
  await store.close()
  expect([...(await filesUnder(files)).keys()].filter((path) => path.includes(`/logs/${log}/`))).toEqual([])
})

test('the folder of a log that was dropped before a crash is removed at the next start', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files)
  await store.close()
  await (await files.open('/data/logs/4711/0000000000000000.seg', { create: true })).write(0, [
    Buffer.alloc(9),
  ])
  const again = await openTestStore({ files, ...tiny })
  await again.close()
  expect([...(await filesUnder(files)).keys()].filter((path) => path.includes('/4711/'))).toEqual([])
})

test('a damaged block is named and not served, and the records around it stay readable', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files)
  await store.close()
  const path = segmentsOf((await filesUnder(files)).keys()).filter((name) => name.includes('/logs/1/'))[1]!
  const base = Number(path.slice(-20, -4))
  await flipBit(files, path, 64 + 64 + 20)
  const again = await openTestStore({ files, ...tiny })
  expect(await readTexts(again, 1, 0).catch((error) => error)).toMatchObject({
    code: 'LOG_CORRUPT',
    message: expect.stringContaining(`${path} is damaged at byte 64`),
  })
  const before = await again.read(1, base - 1, { bytes: 1 << 20 })
  expect(before.next).toBe(base)
  expect((await readTexts(again, 1, base + 1))[0]).toBe(value(base + 1))
})

test('a damaged block header loses its block only, also without an index file', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files)
  await store.close()
  const paths = [...(await filesUnder(files)).keys()].filter((name) => name.includes('/logs/1/'))
  for (const name of paths.filter((each) => each.endsWith('.idx'))) await files.remove(name)
  const path = segmentsOf(paths)[1]!
  const base = Number(path.slice(-20, -4))
  await flipBit(files, path, 64 + 20)
  const again = await openTestStore({ files, ...tiny })
  await expect(again.read(1, base, { bytes: 10 })).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  expect((await readTexts(again, 1, base + 1))[0]).toBe(value(base + 1))
  expect((await readTexts(again, 1, base - 1, 10).catch((error) => error)).code).toBe('LOG_CORRUPT')
})

test('a missing segment is reported and not passed over', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files)
  await store.close()
  const path = segmentsOf((await filesUnder(files)).keys()).filter((name) => name.includes('/logs/1/'))[1]!
  await files.remove(path)
  const again = await openTestStore({ files, ...tiny })
  await expect(again.read(1, Number(path.slice(-20, -4)), { bytes: 10 })).rejects.toMatchObject({
    code: 'LOG_CORRUPT',
  })
})

test('an index file that is missing or damaged is built again', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files)
  await store.close()
  const indexes = [...(await filesUnder(files)).keys()].filter((name) => name.endsWith('.idx'))
  expect(indexes.length).toBeGreaterThan(2)
  await files.remove(indexes[0]!)
  await flipBit(files, indexes[1]!, 60)
  const again = await openTestStore({ files, ...tiny })
  expect(await readTexts(again, 1)).toHaveLength(40)
})

test('a record that holds a copy of a block is not taken for one when a segment is walked', async () => {
  const files = new MemoryFileSystem()
  const store = await filled(files, 4)
  await store.close()
  const [segment] = segmentsOf((await filesUnder(files)).keys())
  const block = (await filesUnder(files)).get(segment!)!.subarray(64)
  const other = new MemoryFileSystem()
  const target = await openTestStore({ files: other, ...tiny })
  const hostile = { log: 1, count: 1, frames: Buffer.concat([Buffer.alloc(12), block]) }
  hostile.frames.writeUInt32LE(block.length, 0)
  await target.commit([hostile])
  await target.commit([texts(1, ['after'])])
  await target.close()
  const path = segmentsOf((await filesUnder(other)).keys())[0]!
  await flipBit(other, path, 64 + 20)
  const again = await openTestStore({ files: await afterCrash(other), ...tiny })
  await expect(again.read(1, 0, { bytes: 10 })).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  expect(await readTexts(again, 1, 1)).toEqual(['after'])
})
