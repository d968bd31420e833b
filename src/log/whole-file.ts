import { type FileSystem, hasCode } from '../base/index.ts'

/** @returns undefined when there is no such file */
export async function readWhole(files: FileSystem, path: string): Promise<Buffer | undefined> {
  try {
    const file = await files.open(path)
    try {
      return await file.read(0, await file.size())
    } finally {
      await file.close()
    }
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
