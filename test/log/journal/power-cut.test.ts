import { expect, test } from 'vitest'
import { type Logger, MemoryFileSystem, silentLogger } from '../../../src/base/index.ts'
import { checksum } from '../../../src/log/checksum.ts'
import { diskOf, filesUnder, flipBit, WaitingDisk } from '../memory-disk.ts'
import { openTestStore, texts } from '../open-test-store.ts'
import { readTexts } from '../read-texts.ts'

/*
 * Goal: whatever part of the last write a power cut leaves, a commit is there whole or not at all, and what came before is there.
 * Method: a journal of three commits that ends anywhere within the last one, or lacks a sector of it. What a power cut cannot do,
 * which is damage before the last batch, has to stop the start.
 */
const journalPath = '/data/journal/00000001.wal'
const headerSize = 8192
const batchSize = 4096
const value = (i: number) => `${i}`.repeat(300)

async function journalOf(commits: number): Promise<Map<string, Buffer>> {
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  for (let i = 0; i < commits; i++) await store.commit([texts(1, [value(i)]), texts(2, [value(i), 'end'])])
  return filesUnder(files)
}

function collector(): { logger: Logger; warnings: string[] } {
  const warnings: string[] = []
  const warn = (fields: object) => {
    warnings.push(JSON.stringify(fields))
  }
  return { warnings, logger: { ...silentLogger, warn } }
}

async function recordsAfter(contents: ReadonlyMap<string, Buffer>): Promise<[string[], string[]]> {
  const store = await openTestStore({ files: await diskOf(contents) })
  return [await readTexts(store, 1), await readTexts(store, 2)]
}

const expected = (commits: number) => [
  Array.from({ length: commits }, (_, i) => value(i)),
  Array.from({ length: commits }, (_, i) => [value(i), 'end']).flat(),
]

test('a journal that ends anywhere within its last batch loses that commit only', async () => {
  const contents = await journalOf(3)
  const whole = contents.get(journalPath)!
  const lastAt = headerSize + 2 * batchSize
  const usedEnd = lastAt + whole.subarray(lastAt).findLastIndex((byte) => byte !== 0) + 1
  for (let size = lastAt; size < usedEnd; size += 7) {
    contents.set(journalPath, whole.subarray(0, size))
    expect(await recordsAfter(contents)).toEqual(expected(2))
  }
  contents.set(journalPath, whole.subarray(0, usedEnd))
  expect(await recordsAfter(contents)).toEqual(expected(3))
})

test('a last batch of which any one sector is missing is cut off, and that is said', async () => {
  const contents = await journalOf(3)
  const whole = contents.get(journalPath)!
  const lastAt = headerSize + 2 * batchSize
  for (const sector of [0, 1]) {
    const torn = Buffer.from(whole)
    torn.fill(0, lastAt + sector * 512, lastAt + (sector + 1) * 512)
    contents.set(journalPath, torn)
    const { logger, warnings } = collector()
    const store = await openTestStore({ files: await diskOf(contents), logger })
    expect(await readTexts(store, 1)).toEqual(expected(2)[0])
    expect(warnings).toEqual([JSON.stringify({ file: journalPath, position: lastAt })])
  }
})

test('a store that was closed in good order comes back without a warning, also when its journal file is an old one', async () => {
  const files = new MemoryFileSystem()
  const sizes = { journalFileBytes: headerSize + 4 * batchSize }
  const { logger, warnings } = collector()
  for (let life = 0; life < 4; life++) {
    const store = await openTestStore({ files, logger, ...sizes })
    for (let i = 0; i < 14; i++) await store.commit([texts(1, [value(i)])])
    await store.close()
  }
  expect(warnings).toEqual([])
  expect(await readTexts(await openTestStore({ files, ...sizes }), 1)).toHaveLength(4 * 14)
})

test('a damaged batch with a whole one behind it stops the start, with file and position', async () => {
  const contents = await journalOf(3)
  const files = await diskOf(contents)
  await flipBit(files, journalPath, headerSize + batchSize + 100)
  await expect(openTestStore({ files })).rejects.toMatchObject({
    code: 'LOG_JOURNAL_CORRUPT',
    message: expect.stringContaining(`${journalPath} is damaged at byte ${headerSize + batchSize}`),
  })
})

test('a journal file that is missing between two others stops the start', async () => {
  /* Nothing gets into segments, so all three are needed. */
  const files = new WaitingDisk()
  const store = await openTestStore({ files, journalFileBytes: headerSize + batchSize })
  for (let i = 0; i < 3; i++) await store.commit([texts(1, [value(i)])])
  const contents = await filesUnder(files)
  expect(contents.has('/data/journal/00000003.wal')).toBe(true)
  contents.delete('/data/journal/00000002.wal')
  await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
    code: 'LOG_JOURNAL_CORRUPT',
  })
})

test('a record that looks like a batch of the journal is not taken for one', async () => {
  const contents = await journalOf(2)
  const stolen = contents.get(journalPath)!.subarray(headerSize, headerSize + 2 * batchSize)
  const files = new MemoryFileSystem()
  const store = await openTestStore({ files })
  await store.commit([texts(1, ['a'])])
  // Behind the last batch, where the next one would be, as a recycled file could have it.
  await (await files.open(journalPath)).write(headerSize + batchSize, [stolen])
  const again = await openTestStore({ files: await diskOf(await filesUnder(files)) })
  expect(await readTexts(again, 1)).toEqual(['a'])
})

test('a journal file of an unknown version is refused', async () => {
  const contents = await journalOf(1)
  const journal = contents.get(journalPath)!
  for (const at of [0, 4096]) {
    journal.writeUInt32LE(2, at + 12)
    journal.writeBigUInt64LE(checksum([journal.subarray(at + 8, at + 44)], 0n), at)
  }
  await expect(openTestStore({ files: await diskOf(contents) })).rejects.toMatchObject({
    code: 'LOG_FOLDER_VERSION',
  })
})
