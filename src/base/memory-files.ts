import { CodedError } from './errors.ts'
import type { File, FileLock, FileSystem, OpenOptions } from './files.ts'

/** The whole content of one file of a `MemoryFileSystem`. Grows by doubling. */
class MemoryFile implements File {
  #bytes = Buffer.alloc(0)
  #size = 0

  async write(position: number, chunks: readonly Uint8Array[]): Promise<void> {
    let end = position
    for (const chunk of chunks) end += chunk.byteLength
    // As on a disk: a write of nothing past the end does not make the file longer.
    if (end === position) return
    this.#reserve(end)
    let at = position
    for (const chunk of chunks) {
      this.#bytes.set(chunk, at)
      at += chunk.byteLength
    }
    this.#size = Math.max(this.#size, end)
  }

  async read(position: number, length: number, target?: Buffer): Promise<Buffer> {
    const bytes = this.#bytes.subarray(position, Math.min(this.#size, position + length))
    return target === undefined ? Buffer.from(bytes) : target.subarray(0, bytes.copy(target))
  }

  async size(): Promise<number> {
    return this.#size
  }

  async truncate(size: number): Promise<void> {
    this.#reserve(size)
    if (size < this.#size) this.#bytes.fill(0, size, this.#size)
    this.#size = size
  }

  async sync(): Promise<void> {}
  async close(): Promise<void> {}

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return
    const grown = Buffer.alloc(Math.max(size, this.#bytes.length * 2))
    this.#bytes.copy(grown, 0, 0, this.#size)
    this.#bytes = grown
  }
}

/** A file system that lives as long as the object: `--data :memory:`. Nothing survives, and nothing touches the disk. */
export class MemoryFileSystem implements FileSystem {
  readonly #files = new Map<string, MemoryFile>()
  readonly #locks = new Set<string>()

  async open(path: string, { create = false }: OpenOptions = {}): Promise<File> {
    let file = this.#files.get(path)
    if (file === undefined) {
      if (!create) throw new CodedError('ENOENT', `ENOENT: no such file, open '${path}'`)
      file = new MemoryFile()
      this.#files.set(path, file)
    }
    return file
  }

  async list(directory: string): Promise<string[]> {
    const prefix = `${directory}/`
    const names = new Set<string>()
    for (const path of this.#files.keys()) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/', 1)[0]!)
    }
    return [...names]
  }

  async remove(path: string): Promise<void> {
    this.#files.delete(path)
  }

  async removeDirectory(directory: string): Promise<void> {
    for (const path of this.#files.keys()) if (path.startsWith(`${directory}/`)) this.#files.delete(path)
  }

  async rename(from: string, to: string): Promise<void> {
    const file = this.#files.get(from)
    if (file === undefined) throw new CodedError('ENOENT', `ENOENT: no such file, rename '${from}'`)
    this.#files.delete(from)
    this.#files.set(to, file)
  }

  async lock(path: string): Promise<FileLock> {
    if (this.#locks.has(path)) throw new CodedError('FILE_LOCKED', `${path} is locked`)
    this.#locks.add(path)
    return {
      release: async () => {
        this.#locks.delete(path)
      },
    }
  }

  async makeDirectory(): Promise<void> {}
  async syncDirectory(): Promise<void> {}
}
