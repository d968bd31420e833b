import type { FileSystem } from '../../base/index.ts'

/** Files that were written before and are not needed any more are kept for the next ones up to this number. */
const spareMax = 2

const nameOf = (number: number): string => `${String(number).padStart(8, '0')}.wal`
const namePattern = /^(\d{8})\.wal$/

interface UsedFile {
  readonly name: string
  /** The sequence number of the last batch in it. */
  readonly lastSequence: number
}

/**
 * The journal's folder: which files hold batches that are still needed, and which may be written over. A file that
 * was written before takes new bytes with a third less work of the file system than one that grows.
 */
export class JournalFiles {
  readonly #files: FileSystem
  readonly directory: string
  #used: UsedFile[] = []
  #spare: string[] = []
  #lastNumber = 0

  constructor(files: FileSystem, directory: string) {
    this.#files = files
    this.directory = directory
  }

  /** Files that are complete and still needed. */
  get retiredCount(): number {
    return this.#used.length
  }

  /** Every journal file there is. */
  async list(): Promise<string[]> {
    const names = (await this.#files.list(this.directory)).filter((name) => namePattern.test(name)).sort()
    for (const name of names) this.#lastNumber = Math.max(this.#lastNumber, Number.parseInt(name, 10))
    return names
  }

  /** Tells of a file that is not written to any more. */
  retire(name: string, lastSequence: number): void {
    this.#used.push({ name, lastSequence })
  }

  /** The name for the next file: one to write over, or a new one. */
  take(): string {
    return this.#spare.shift() ?? nameOf(++this.#lastNumber)
  }

  /** Frees each retired file that holds no batch after `sequence`. */
  async free(sequence: number): Promise<void> {
    const free = this.#used.filter((file) => file.lastSequence <= sequence)
    this.#used = this.#used.filter((file) => file.lastSequence > sequence)
    for (const { name } of free) {
      if (this.#spare.length < spareMax) this.#spare.push(name)
      else await this.#files.remove(this.pathOf(name))
    }
  }

  pathOf(name: string): string {
    return `${this.directory}/${name}`
  }
}
