import { beforeEach, expect, test } from 'vitest'
import { MemoryFileSystem } from '../../../src/base/index.ts'
import { emptyDisk, type LogDisk } from '../../../src/log/log-disk.ts'
import { FileCache } from '../../../src/log/segments/file-cache.ts'
import { indexPath, logFolder, segmentPath } from '../../../src/log/segments/segment-file.ts'
import { SegmentFolder } from '../../../src/log/segments/segment-folder.ts'

/** Remembers what was made durable. */
class SyncedFiles extends MemoryFileSystem {
  readonly syncedDirectories: string[] = []

  override async syncDirectory(directory?: string): Promise<void> {
    this.syncedDirectories.push(directory!)
  }
}

const log = 7
let files: SyncedFiles
let folder: SegmentFolder
let disk: LogDisk

/** Segments at 0, 10 and 20, of which the last is the active one with 100 valid bytes of 150. */
beforeEach(async () => {
  files = new SyncedFiles()
  folder = new SegmentFolder(files, new FileCache(files, 9), '/data')
  for (const base of [0, 10, 20]) await make(segmentPath('/data', log, base))
  for (const base of [0, 10]) await make(indexPath('/data', log, base))
  const active = { baseOffset: 20, size: 100, blocks: 1, firstTimeMs: 5 }
  disk = { ...emptyDisk(), flushedEnd: 30, active }
})

async function make(path: string): Promise<void> {
  await (await files.open(path, { create: true })).write(0, [Buffer.alloc(150, 1)])
}

const names = async () => (await files.list(logFolder('/data', log))).sort()
const sizeOfActive = async () => (await files.open(segmentPath('/data', log, 20))).size()

test('what a crash left behind the active segment is removed, durably, and its torn end is cut', async () => {
  const before = await names()
  expect(before).toHaveLength(5)
  await make(segmentPath('/data', log, 30))
  await make(indexPath('/data', log, 30))
  await make(indexPath('/data', log, 5))
  await folder.tidy(log, disk)
  expect(await names()).toEqual(before)
  expect(files.syncedDirectories).toEqual([logFolder('/data', log)])
  expect(await sizeOfActive()).toBe(100)
  expect(disk).toMatchObject({ bases: [0, 10, 20], segments: 3, tidied: true })
})

test('a log is tidied once in a life: what is written later stays', async () => {
  await folder.tidy(log, disk)
  await make(segmentPath('/data', log, 20))
  await folder.tidy(log, disk)
  expect(await sizeOfActive()).toBe(150)
})

test('a log without an active segment keeps no file of the life before', async () => {
  disk.active = undefined
  await folder.tidy(log, disk)
  expect(await names()).toEqual([])
})

test('a trim removes the segments that end before it, with their indexes', async () => {
  await folder.removeBefore(log, disk, 19)
  expect(disk).toMatchObject({ bases: [10, 20], segments: 2 })
  await folder.removeBefore(log, disk, 20)
  expect(disk).toMatchObject({ bases: [20], segments: 1 })
  expect(await names()).toEqual([segmentPath('/data', log, 20).split('/').at(-1)])
})

test('a trim of all that segments hold removes the active one too, and the log is as new', async () => {
  await folder.removeBefore(log, disk, 30)
  expect(disk).toMatchObject({ bases: [], segments: 0, active: undefined })
  expect(await names()).toEqual([])
  await folder.removeBefore(log, disk, 30)
})

test('a file that is not a segment is nobody’s to remove', async () => {
  await make(`${logFolder('/data', log)}/notes.txt`)
  await folder.tidy(log, disk)
  await folder.removeBefore(log, disk, 30)
  expect(await names()).toEqual(['notes.txt'])
})
