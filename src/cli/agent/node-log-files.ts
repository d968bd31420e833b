import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListedFile, LogFile, LogFiles } from '../../agent/index.ts'
import { hasCode } from '../../base/index.ts'

class NodeLogFile implements LogFile {
  readonly id: string
  readonly #handle: FileHandle

  constructor(id: string, handle: FileHandle) {
    this.id = id
    this.#handle = handle
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size
  }

  async read(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(buffer, filled, length - filled, position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

interface Identity {
  readonly dev: bigint
  readonly ino: bigint
}

const idOf = ({ dev, ino }: Identity) => `${dev}:${ino}`

async function unlessGone<Result>(result: Promise<Result>): Promise<Result | undefined> {
  try {
    return await result
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** The files of the system. Only regular ones: to open a pipe would wait for its writer. */
export const nodeLogFiles: LogFiles = {
  async list(directory) {
    const entries = (await unlessGone(readdir(directory, { withFileTypes: true }))) ?? []
    const files: ListedFile[] = []
    for (const { name } of entries) {
      const found = await unlessGone(stat(join(directory, name), { bigint: true }))
      if (found?.isFile() !== true) continue
      files.push({ name, id: idOf(found), size: Number(found.size), modifiedMs: Number(found.mtimeMs) })
    }
    return files
  },
  async open(path) {
    const handle = await unlessGone(open(path, 'r'))
    if (handle === undefined) return undefined
    return new NodeLogFile(idOf(await handle.stat({ bigint: true })), handle)
  },
}
