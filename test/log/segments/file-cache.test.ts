import { beforeEach, expect, test } from 'vitest'
import { type File, MemoryFileSystem } from '../../../src/base/index.ts'
import { FileCache } from '../../../src/log/segments/file-cache.ts'
import { fileWith } from '../file-with.ts'

/** Says which files are open; a closed one refuses everything, as a descriptor does. */
class CountingFiles extends MemoryFileSystem {
  opens = 0
  readonly handles = new Set<object>()

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    this.opens++
    const handle = fileWith(file, {
      write: (position, chunks) => this.#of(handle, file).write(position, chunks),
      read: (position, length) => this.#of(handle, file).read(position, length),
      close: async () => void this.handles.delete(handle),
    })
    this.handles.add(handle)
    return handle
  }

  #of(handle: object, file: File): File {
    if (!this.handles.has(handle)) throw new Error('EBADF: bad file descriptor')
    return file
  }
}

const paths = ['/1/a', '/1/b', '/2/c', '/2/d']
let files: CountingFiles
let cache: FileCache

beforeEach(async () => {
  files = new CountingFiles()
  for (const path of paths) {
    await (await files.open(path, { create: true })).write(0, [Buffer.from(path)])
  }
  files.handles.clear()
  files.opens = 0
  cache = new FileCache(files, 2)
})

const textOf = (path: string) => cache.use(path, false, async (file) => (await file.read(0, 9)).toString())

test('the files used last stay open, and no more than the limit', async () => {
  for (const path of ['/1/a', '/1/b', '/1/a', '/2/c', '/1/a']) expect(await textOf(path)).toBe(path)
  expect([files.opens, files.handles.size, cache.size]).toEqual([3, 2, 2])
})

test('a file is not closed under those who use it, however many others are opened', async () => {
  const held = Promise.withResolvers<void>()
  const reading = cache.use('/1/a', false, async (file) => {
    await held.promise
    return (await file.read(0, 9)).toString()
  })
  for (const path of ['/1/b', '/2/c', '/2/d']) await textOf(path)
  await cache.forget('/1/a')
  held.resolve()
  expect(await reading).toBe('/1/a')
  await cache.close()
  expect(files.handles.size).toBe(0)
})

test('a forgotten file is opened anew while its last user is still at the old one', async () => {
  const held = Promise.withResolvers<void>()
  const reading = cache.use('/1/a', false, () => held.promise)
  await cache.forget('/1')
  expect(await textOf('/1/a')).toBe('/1/a')
  expect(files.handles.size).toBe(2)
  held.resolve()
  await reading
  expect(files.handles.size).toBe(1)
})

test('a folder is forgotten with all its files, and not the one whose name begins the same', async () => {
  cache = new FileCache(files, 9)
  for (const path of paths) await textOf(path)
  await cache.forget('/1')
  expect(files.handles.size).toBe(2)
  await cache.forget('/')
  expect(files.handles.size).toBe(2)
})

test('a file that could not be opened, or on which something failed, is opened again', async () => {
  await expect(textOf('/3/e')).rejects.toMatchObject({ code: 'ENOENT' })
  await (await files.open('/3/e', { create: true })).write(0, [Buffer.from('late')])
  expect(await textOf('/3/e')).toBe('late')
  const broken = cache.use('/3/e', false, () => Promise.reject(new Error('EIO')))
  await expect(broken).rejects.toThrow('EIO')
  files.opens = 0
  expect(await textOf('/3/e')).toBe('late')
  expect(files.opens).toBe(1)
})
