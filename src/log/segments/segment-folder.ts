import type { FileSystem } from '../../base/index.ts'
import type { LogDisk } from '../log-disk.ts'
import type { LogId, Offset } from '../log-store.ts'
import type { FileCache } from './file-cache.ts'
import { baseOffsetOf, indexPath, logFolder, segmentPath } from './segment-file.ts'

/** Which segment files a log has. Looked up when they are first asked for, so that a start needs not look at all logs. */
export class SegmentFolder {
  readonly directory: string
  readonly #files: FileSystem
  readonly #open: FileCache

  constructor(files: FileSystem, open: FileCache, directory: string) {
    this.#files = files
    this.#open = open
    this.directory = directory
  }

  async basesOf(log: LogId, disk: LogDisk): Promise<Offset[]> {
    if (disk.bases !== undefined) return disk.bases
    const names = await this.#files.list(logFolder(this.directory, log))
    return this.#remember(disk, names)
  }

  /**
   * Before the first write to a log in this life: removes what a crash left behind, which is every file after the
   * active segment and the bytes beyond its valid size. Durable when it resolves, or a later start could take it for data.
   */
  async tidy(log: LogId, disk: LogDisk): Promise<void> {
    if (disk.tidied) return
    const folder = logFolder(this.directory, log)
    const names = await this.#files.list(folder)
    const bases = this.#remember(disk, names)
    const stale = names.filter((name) => {
      const base = baseOffsetOf(name, 'seg') ?? baseOffsetOf(name, 'idx')
      return base !== undefined && !bases.includes(base)
    })
    for (const name of stale) await this.#files.remove(`${folder}/${name}`)
    if (stale.length > 0) await this.#files.syncDirectory(folder)
    const { active } = disk
    if (active !== undefined) {
      const path = segmentPath(this.directory, log, active.baseOffset)
      await this.#open.use(path, false, async (file) => {
        if ((await file.size()) === active.size) return
        await file.truncate(active.size)
        await file.sync()
      })
    }
    disk.tidied = true
  }

  /** Removes the oldest segments up to the one that holds `start`; all of them if nothing from `start` on is in segments. */
  async removeBefore(log: LogId, disk: LogDisk, start: Offset): Promise<void> {
    if (disk.active === undefined) return
    const bases = await this.basesOf(log, disk)
    while (bases.length > 1 && bases[1]! <= start) await this.#removeFirst(log, disk, bases)
    if (start >= disk.flushedEnd) {
      disk.active = undefined
      while (bases.length > 0) await this.#removeFirst(log, disk, bases)
    }
  }

  async removeAll(log: LogId): Promise<void> {
    const folder = logFolder(this.directory, log)
    await this.#open.forget(folder)
    await this.#files.removeDirectory(folder)
  }

  async #removeFirst(log: LogId, disk: LogDisk, bases: Offset[]): Promise<void> {
    const base = bases.shift()!
    disk.segments = bases.length
    const path = segmentPath(this.directory, log, base)
    await this.#open.forget(path)
    await this.#files.remove(path)
    await this.#files.remove(indexPath(this.directory, log, base))
  }

  #remember(disk: LogDisk, names: readonly string[]): Offset[] {
    // Somebody else may have looked in the meantime, and the log may have grown since.
    if (disk.bases === undefined) {
      const newest = disk.active?.baseOffset ?? -1
      disk.bases = names
        .flatMap((name) => baseOffsetOf(name, 'seg') ?? [])
        .filter((base) => base <= newest)
        .sort((a, b) => a - b)
      disk.segments = disk.bases.length
    }
    return disk.bases
  }
}
