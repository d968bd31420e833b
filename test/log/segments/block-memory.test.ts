import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CodedError, type File, MemoryFileSystem } from '../../../src/base/index.ts'
import { times } from '../../effort.ts'
import { fileWith } from '../file-with.ts'
import { openTestStore, texts } from '../open-test-store.ts'
import { textsOf } from '../read-texts.ts'

/** Nothing stays in memory, blocks have one to three records, and what nobody holds is overwritten at once. */
const sizes = {
  memoryBytesMax: 1,
  flushBytes: 1,
  blockBytes: 150,
  segmentBytes: 800,
  poisonFreedMemory: true,
}
const records = 60
const value = (i: number) => `${i} ${'abcdefgh'.repeat(1 + (i % 5))}`
const values = Array.from({ length: records }, (_, i) => value(i))

/** A disk whose reads of segments take `turns` of the loop, or fail when that is undefined. */
class SlowDisk extends MemoryFileSystem {
  turns: () => number | undefined = () => 0

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    if (!path.endsWith('.seg')) return file
    return fileWith(file, {
      read: async (position, length, target) => {
        const turns = this.turns()
        if (turns === undefined) throw new CodedError('EIO', 'EIO: it is gone')
        await idle(turns)
        return file.read(position, length, target)
      },
    })
  }
}

async function idle(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
}

async function fill(files: MemoryFileSystem): Promise<void> {
  const store = await openTestStore({ files, ...sizes })
  for (let i = 0; i < records; i += 3) await store.commit([texts(1, values.slice(i, i + 3), 1000 + i)])
  await store.close()
}

test('a block stays what it is until whoever reads it has returned, whatever else is read meanwhile', async () => {
  const read = fc.record({
    from: fc.nat(records),
    bytes: fc.integer({ min: 1, max: 1500 }),
    pause: fc.nat(6),
    byTime: fc.boolean(),
  })
  const readers = fc.array(fc.array(read, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 })
  const turns = fc.infiniteStream(fc.option(fc.nat(4), { freq: 20, nil: undefined }))
  const files = new SlowDisk()
  await fill(files)
  await fc.assert(
    fc.asyncProperty(readers, turns, fc.constantFrom(1, 400, 100_000), async (all, delays, cacheBytes) => {
      files.turns = () => 0
      const store = await openTestStore({ files, ...sizes, blockCacheBytes: cacheBytes })
      files.turns = () => delays.next().value
      const readOne = async ({ from, bytes, pause, byTime }: (typeof all)[0][0]): Promise<void> => {
        await idle(pause)
        if (byTime)
          expect(await store.offsetAt(1, 1000 + from)).toBe(Math.min(records, Math.ceil(from / 3) * 3))
        await store.readInPlace(1, from, { bytes }, ({ chunks, next }) => {
          expect(textsOf(chunks)).toEqual(values.slice(from, next))
        })
        store.readNow(1, from, { bytes }, ({ chunks, next }) => {
          expect(textsOf(chunks)).toEqual(values.slice(from, next))
        })
      }
      const failed: unknown[] = []
      const readAll = async (reads: (typeof all)[0]) => {
        for (const each of reads) await readOne(each).catch((error: unknown) => failed.push(error))
      }
      await Promise.all(all.map(readAll))
      await store.close()
      for (const error of failed) expect(error).toMatchObject({ code: 'EIO' })
    }),
    { numRuns: times(25) },
  )
})

test('records of the block that was read last are there at once, and those of others are not', async () => {
  const files = new SlowDisk()
  await fill(files)
  const store = await openTestStore({ files, ...sizes, blockCacheBytes: 400 })
  const textAt = (offset: number) =>
    store.readNow(1, offset, { bytes: 1000, records: 1 }, ({ chunks }) => textsOf(chunks)[0])
  let block: number[] = []
  const readBlockAt = (from: number) =>
    store.readInPlace(1, from, { bytes: 1 }, () => {
      block = values.map((_, offset) => offset).filter((offset) => textAt(offset) !== undefined)
    })

  expect(values.map((_, offset) => textAt(offset))).toEqual(values.map(() => undefined))
  for (const from of [30, 31, 2, 59, 30]) {
    await readBlockAt(from)
    expect(block).toContain(from)
    expect(block.length).toBeLessThanOrEqual(3)
    expect(block.map(textAt)).toEqual(block.map((offset) => values[offset]))
  }
  await store.close()
})

test('a block that has left the cache is not there at once any more, though it is the one of its log that was read last', async () => {
  const files = new SlowDisk()
  const store = await openTestStore({ files, ...sizes, blockCacheBytes: 1 })
  for (const log of [1, 2]) await store.commit([texts(log, ['of this log'], 1000)])
  await store.close()
  const reopened = await openTestStore({ files, ...sizes, blockCacheBytes: 1 })
  const textNow = (log: number) => reopened.readNow(log, 0, { bytes: 1 }, ({ chunks }) => textsOf(chunks)[0])
  for (const [log, other] of [
    [1, 2],
    [2, 1],
  ] as const) {
    await reopened.readInPlace(log, 0, { bytes: 1 }, () => undefined)
    expect(textNow(log)).toBe('of this log')
    expect(textNow(other)).toBeUndefined()
  }
  await reopened.close()
})

test('the memory of blocks is used again, after reads that failed too', async () => {
  const files = new SlowDisk()
  await fill(files)
  const store = await openTestStore({ files, ...sizes, blockCacheBytes: 400 })
  let reads = 0
  files.turns = () => (++reads % 3 === 0 ? undefined : 0)
  const arenas = new Set<ArrayBufferLike>()
  for (let i = 0; i < 1000; i++) {
    const look = store.readInPlace(1, (i * 7) % records, { bytes: 1 }, ({ chunks }) => {
      arenas.add(chunks[0]!.frames.buffer)
    })
    await look.catch(() => undefined)
    await store.offsetAt(1, 1000 + (i % records)).catch(() => undefined)
  }
  expect(reads).toBeGreaterThan(500)
  expect(arenas.size).toBe(1)
})
