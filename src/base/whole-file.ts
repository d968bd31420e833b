import { dirname } from 'node:path/posix'
import { hasCode } from './errors.ts'
import type { FileSystem } from './files.ts'

/** For files that are small, and read and written as a whole. @throws what the operating system says, ENOENT for an absent one */
export async function readWhole(files: FileSystem, path: string): Promise<Buffer> {
  const file = await files.open(path)
  try {
    return await file.read(0, await file.size())
  } finally {
    await file.close()
  }
}

/** The same; undefined when there is no such file. */
export async function readWholeIfThere(files: FileSystem, path: string): Promise<Buffer | undefined> {
  try {
    return await readWhole(files, path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Replaces a file in one step: after a crash it is the old one or the new one, and the new one once this has resolved. */
export async function replaceWhole(
  files: FileSystem,
  directory: string,
  name: string,
  bytes: Buffer,
): Promise<void> {
  const temporary = `${directory}/${name}.tmp`
  const file = await files.open(temporary, { create: true })
  try {
    await file.truncate(0)
    await file.write(0, [bytes])
    await file.sync()
  } finally {
    await file.close()
  }
  await files.rename(temporary, `${directory}/${name}`)
  await files.syncDirectory(directory)
}

/** The folder's own entry has to survive a power cut too, and those of the folders above it, which may be new as well. */
export async function syncAncestors(files: FileSystem, directory: string): Promise<void> {
  for (let path = dirname(directory); ; path = dirname(path)) {
    try {
      await files.syncDirectory(path)
    } catch (error) {
      // A folder that may be passed through but not read was there before us.
      if (!hasCode(error, 'EACCES') && !hasCode(error, 'EPERM')) throw error
    }
    if (path === dirname(path)) return
  }
}
