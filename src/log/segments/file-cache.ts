import type { File, FileSystem } from '../../base/index.ts'

interface Entry {
  readonly file: Promise<File>
  users: number
  /** To be closed when its last user is done. */
  doomed: boolean
}

/** Keeps the files used last open, up to a number: thousands of logs open no thousands of descriptors. */
export class FileCache {
  readonly #files: FileSystem
  readonly #max: number
  /** By path, the least recently used first. */
  readonly #entries = new Map<string, Entry>()

  constructor(files: FileSystem, max: number) {
    this.#files = files
    this.#max = max
  }

  get size(): number {
    return this.#entries.size
  }

  /** Opens the file if need be and lends it to `work`. @throws what opening or `work` throws */
  async use<Result>(path: string, create: boolean, work: (file: File) => Promise<Result>): Promise<Result> {
    const entry = this.#entries.get(path) ?? {
      file: this.#files.open(path, { create }),
      users: 0,
      doomed: false,
    }
    this.#entries.delete(path)
    this.#entries.set(path, entry)
    entry.users++
    try {
      return await work(await entry.file)
    } catch (error) {
      // After an error the descriptor is not relied on; and a file that could not be opened is tried again.
      this.#doom(path, entry)
      throw error
    } finally {
      entry.users--
      if (entry.doomed && entry.users === 0) await close(entry)
      await this.#evict()
    }
  }

  /** Closes the file, or every file in the folder of that path, as soon as nobody uses it. */
  async forget(path: string): Promise<void> {
    for (const [key, entry] of this.#entries) {
      if (key !== path && !key.startsWith(`${path}/`)) continue
      this.#doom(key, entry)
      if (entry.users === 0) await close(entry)
    }
  }

  async close(): Promise<void> {
    for (const path of [...this.#entries.keys()]) await this.forget(path)
  }

  #doom(path: string, entry: Entry): void {
    entry.doomed = true
    if (this.#entries.get(path) === entry) this.#entries.delete(path)
  }

  async #evict(): Promise<void> {
    for (const [path, entry] of this.#entries) {
      if (this.#entries.size <= this.#max) return
      if (entry.users > 0) continue
      this.#doom(path, entry)
      await close(entry)
    }
  }
}

/** An error of close is of no use: what had to be durable was synced before. */
async function close(entry: Entry): Promise<void> {
  const file = await entry.file.catch(() => undefined)
  await file?.close().catch(() => undefined)
}
