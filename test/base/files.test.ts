import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type FileSystem, MemoryFileSystem, nodeFileSystem } from '../../src/base/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

/* One table of cases over both file systems: what holds for the disk must hold in memory. */
const fileSystems: [string, FileSystem][] = [
  ['nodeFileSystem', nodeFileSystem],
  ['MemoryFileSystem', new MemoryFileSystem()],
]

test.each(fileSystems)(
  '%s writes chunks one behind the other and reads what there is',
  async (name, files) => {
    const file = await files.open(join(folder, `${name}.bin`), { create: true })
    await file.write(3, [Buffer.from('ab'), Buffer.alloc(0), Buffer.from('cd')])
    await file.sync()
    expect(await file.size()).toBe(7)
    expect((await file.read(3, 100)).toString()).toBe('abcd')
    expect((await file.read(0, 4)).toString('hex')).toBe('00000061')
    expect((await file.read(7, 4)).length).toBe(0)
    const target = Buffer.alloc(6, '#')
    expect((await file.read(3, 3, target)).toString()).toBe('abc')
    expect(target.toString()).toBe('abc###')
    expect((await file.read(5, 6, target)).toString()).toBe('cd')
    await file.truncate(4)
    expect((await file.read(3, 100)).toString()).toBe('a')
    await file.close()
  },
)

test.each(fileSystems)('%s writes more chunks than one system call takes', async (name, files) => {
  const file = await files.open(join(folder, `${name}-many.bin`), { create: true, durable: true })
  const chunks = Array.from({ length: 3000 }, (_, i) => Buffer.from([i % 251]))
  await file.write(0, chunks)
  expect(await file.read(0, 4000)).toEqual(Buffer.concat(chunks))
  await file.close()
})

test.each(fileSystems)('%s fails to open an absent file and makes nothing', async (_, files) => {
  await expect(files.open(join(folder, 'absent'))).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await files.list(folder)).not.toContain('absent')
  expect(await files.list(join(folder, 'absent-directory'))).toEqual([])
})

test.each(fileSystems)(
  '%s renames over a file, lists, and removes what may be absent',
  async (name, files) => {
    const directory = join(folder, `${name}-directory`)
    await files.makeDirectory(directory)
    for (const file of ['a', 'b']) {
      const handle = await files.open(join(directory, file), { create: true })
      await handle.write(0, [Buffer.from(file)])
      await handle.close()
    }
    await files.rename(join(directory, 'a'), join(directory, 'b'))
    await files.syncDirectory(directory)
    expect(await files.list(directory)).toEqual(['b'])
    const handle = await files.open(join(directory, 'b'))
    expect((await handle.read(0, 9)).toString()).toBe('a')
    await handle.close()
    await files.remove(join(directory, 'a'))
    await files.removeDirectory(directory)
    await files.removeDirectory(directory)
    expect(await files.list(directory)).toEqual([])
  },
)

test.each(fileSystems)('%s gives a lock to one holder at a time', async (name, files) => {
  const path = join(folder, `${name}.lock`)
  const lock = await files.lock(path)
  await expect(files.lock(path)).rejects.toMatchObject({ code: 'FILE_LOCKED' })
  await lock.release()
  await (await files.lock(path)).release()
})

test('nodeFileSystem makes directories above one another, and once more what is there', async () => {
  const directory = join(folder, 'above', 'below', 'bottom')
  await nodeFileSystem.makeDirectory(directory)
  await nodeFileSystem.makeDirectory(directory)
  expect(await nodeFileSystem.list(join(folder, 'above', 'below'))).toEqual(['bottom'])
})

test.skipIf(process.platform !== 'linux')(
  'nodeFileSystem gives up on a directory that a file system does not take',
  async () => {
    await expect(nodeFileSystem.makeDirectory('/proc/a/b')).rejects.toMatchObject({ code: 'ENOENT' })
  },
)

test('nodeFileSystem says of a lock that it could not try for why, and not that another has it', async () => {
  const path = join(folder, 'absent', 'LOCK')
  await expect(nodeFileSystem.lock(path)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('nodeFileSystem names the file that is no lock, since another program has written it', async () => {
  const path = join(folder, 'LOCK')
  writeFileSync(path, 'not a lock '.repeat(100))
  await expect(nodeFileSystem.lock(path)).rejects.toMatchObject({
    code: 'ERR_SQLITE_ERROR',
    message: `file is not a database, lock '${path}'`,
  })
})

/* Goal: the two file systems are the same. Method: random writes and truncations on a file of each. */
test('MemoryFileSystem holds the same bytes as the disk after any writes and truncations', async () => {
  const step = fc.oneof(
    fc.record({ at: fc.nat(300), bytes: fc.uint8Array({ maxLength: 100 }) }),
    fc.record({ size: fc.nat(300) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const memory = await new MemoryFileSystem().open('/f', { create: true })
      await nodeFileSystem.remove(join(folder, 'same'))
      const disk = await nodeFileSystem.open(join(folder, 'same'), { create: true })
      for (const one of steps) {
        for (const file of [memory, disk]) {
          if ('size' in one) await file.truncate(one.size)
          else await file.write(one.at, [one.bytes])
        }
      }
      const [inMemory, onDisk] = [await memory.read(0, 1000), await disk.read(0, 1000)]
      await disk.close()
      expect(inMemory).toEqual(onDisk)
    }),
    { numRuns: 50 },
  )
})
