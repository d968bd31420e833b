import { expect, test } from 'vitest'
import {
  type File,
  type FileSystem,
  MemoryFileSystem,
  silentLogger,
  systemClock,
  systemRandom,
} from '../../src/base/index.ts'
import { openData } from '../../src/server/data-folder.ts'

/* What a disk says that no test can bring about on every machine: who runs as root may write everywhere. */

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: said the system`), { code })
}

/** A disk on which everything can be opened, and nothing written as long as `refusal` has a code. */
function refusingDisk(refusal: { code?: string }): FileSystem {
  const disk = new MemoryFileSystem()
  const open = disk.open.bind(disk)
  disk.open = async (path, options) => {
    const file: File = await open(path, options)
    const write = file.write.bind(file)
    file.write = async (position, chunks) => {
      if (refusal.code !== undefined) throw systemError(refusal.code)
      await write(position, chunks)
    }
    return file
  }
  return disk
}

function openOn(files: FileSystem) {
  const ports = { files, clock: systemClock, random: systemRandom, logger: silentLogger }
  return openData(ports, { directory: '/data', durability: 'fsync' })
}

const refusals: [code: string, why: string][] = [
  ['EACCES', 'there is no permission to write in it'],
  ['EPERM', 'there is no permission to write in it'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EIO', 'the system refuses'],
]

test.each(refusals)('a disk that answers %s is refused because %s', async (code, why) => {
  const message = `the data folder /data cannot be used: ${why} (${code}: said the system)`
  const noFolders = new MemoryFileSystem()
  noFolders.makeDirectory = () => Promise.reject(systemError(code))
  await expect(openOn(noFolders)).rejects.toMatchObject({ code: 'SERVER_DATA_UNUSABLE', message })
  await expect(openOn(refusingDisk({ code }))).rejects.toMatchObject({
    code: 'SERVER_DATA_UNUSABLE',
    message,
  })
})

test('a disk that was full is used as soon as it has room', async () => {
  const refusal: { code?: string } = { code: 'ENOSPC' }
  const disk = refusingDisk(refusal)
  await expect(openOn(disk)).rejects.toMatchObject({ code: 'SERVER_DATA_UNUSABLE' })
  delete refusal.code
  const store = await openOn(disk)
  await store.close()
})
