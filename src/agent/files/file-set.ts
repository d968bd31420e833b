import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import type { SplitterOptions } from '../records/record-splitter.ts'
import type { FilePattern } from './file-pattern.ts'
import { continues, type FilePosition } from './fingerprint.ts'
import { type FilePart, FollowedFile } from './followed-file.ts'
import type { ListedFile, LogFile, LogFiles } from './log-files.ts'

export interface FileSetOptions {
  readonly files: LogFiles
  readonly pattern: FilePattern
  readonly splitter: SplitterOptions
  /** Of files that are there at the very first start. */
  readonly initialPosition: 'START_OF_FILE' | 'END_OF_FILE'
  /** Where the files were left; undefined at the very first start. */
  readonly known: readonly FilePosition[] | undefined
  /** A record of several lines is over when its file has not grown for so long. */
  readonly recordQuietMs: number
  readonly clock: Clock
  readonly logger: Logger
}

/** Then it is the turn of the next file. */
const readsInTurn = 16
/** A file that was renamed or removed is over when it has not grown for so long: its writer opens the new one by then. */
const rotatedQuietMs = 5_000
/** A shorter one may begin like another by chance, and costs little when it is delivered twice. */
const copySizeMin = 256
/** A file that could not be opened or read is left alone for so long: the others go on. */
const failureMs = 10_000
/** A file that has not grown for so long is closed, and opened again when its size is another. */
const restMs = 60_000

interface Followed {
  readonly file: FollowedFile
  /** At first sight. */
  readonly firstName: string
  /** Undefined when it isn't in the directory any more. */
  name: string | undefined
}

/** The files of one pattern: those that are read, and those that rest. Each is known by its id, whatever its name is by now. */
export class FileSet {
  readonly #options: FileSetOptions
  readonly #followed = new Map<string, Followed>()
  readonly #resting: Map<string, FilePosition>
  /** Of files that were cut while nobody read them: where they had been. */
  readonly #cut = new Map<string, FilePosition>()
  /** By id, until when a file is left alone. */
  readonly #failed = new Map<string, number>()
  #isFirst: boolean

  constructor(options: FileSetOptions) {
    this.#options = options
    this.#resting = new Map(options.known?.map((position) => [position.id, position]))
    this.#isFirst = options.known === undefined
  }

  /** Where a restart goes on. */
  get positions(): FilePosition[] {
    return [...this.#resting.values(), ...[...this.#followed.values()].map(({ file }) => file.saved)]
  }

  /** Looks which files there are: new ones, renamed ones, ones that have gone. */
  async scan(): Promise<void> {
    const { files, pattern } = this.#options
    const listed = await files.list(pattern.directory)
    const names = new Map(listed.map(({ id, name }) => [id, name]))
    for (const followed of this.#followed.values()) followed.name = names.get(followed.file.id)
    /* The oldest first, and what is known before what is new: so what was rotated out comes before what follows it. */
    const isNew = ({ id }: ListedFile) => Number(!this.#resting.has(id))
    listed.sort((a, b) => a.modifiedMs - b.modifiedMs || isNew(a) - isNew(b))
    for (const { id, size } of listed) {
      const resting = this.#resting.get(id)
      if (resting !== undefined && size < resting.position) this.#cut.set(id, resting)
    }
    for (const file of listed) await this.#look(file)
    for (const kept of [this.#resting, this.#cut, this.#failed])
      for (const id of kept.keys()) if (!names.has(id)) kept.delete(id)
    this.#isFirst = false
  }

  async #look(listed: ListedFile): Promise<void> {
    const { pattern } = this.#options
    if (this.#followed.has(listed.id) || this.#hasFailed(listed.id)) return
    const resting = this.#resting.get(listed.id)
    if (resting === undefined ? !pattern.has(listed.name) : resting.position === listed.size) return
    try {
      await this.#open(listed)
    } catch (error) {
      this.#fail(listed.id, listed.name, error)
    }
  }

  #hasFailed(id: string): boolean {
    return (this.#failed.get(id) ?? 0) > this.#options.clock.monotonicMs()
  }

  #fail(id: string, name: string | undefined, error: unknown): void {
    passOnBug(error)
    const { logger, clock, pattern } = this.#options
    logger.warn({ err: error }, `${pattern.pathOf(name ?? id)} could not be read, and will be tried again`)
    this.#failed.set(id, clock.monotonicMs() + failureMs)
  }

  async #open({ name }: ListedFile): Promise<void> {
    const { files, pattern, splitter, clock } = this.#options
    const file = await files.open(pattern.pathOf(name))
    if (file === undefined) return
    try {
      if (this.#followed.has(file.id)) return await file.close()
      const position = await this.#startOf(file)
      const followed = await FollowedFile.follow(file, splitter, position, clock.monotonicMs())
      this.#resting.delete(file.id)
      this.#followed.set(file.id, { file: followed, firstName: name, name })
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Behind what was read of it, or of the file that it is a copy of; else its start. */
  async #startOf(file: LogFile): Promise<number> {
    const own = this.#resting.get(file.id)
    if (own !== undefined) return (await continues(file, own)) ? own.position : 0
    for (const original of await this.#cutFiles())
      if (await continues(file, original)) return original.position
    return this.#isFirst && this.#options.initialPosition === 'END_OF_FILE' ? file.size() : 0
  }

  /** Only of a file that was cut may there be a copy: files that merely begin alike are no copies. */
  async #cutFiles(): Promise<FilePosition[]> {
    const cut = [...this.#cut.values()]
    for (const { file } of this.#followed.values()) {
      const before = await file.beforeCut()
      if (before !== undefined) cut.push(before)
    }
    return cut.filter(({ position }) => position >= copySizeMin).sort((a, b) => b.position - a.position)
  }

  /** New records of one file after the other. A part is to be delivered, or to be forgotten with the whole set. */
  async *read(): AsyncGenerator<FilePart> {
    for (const followed of this.#followed.values()) {
      const { file, name } = followed
      if (this.#hasFailed(file.id)) continue
      let hasMore = true
      for (let reads = 0; hasMore && reads < readsInTurn; reads++) {
        try {
          const part = await this.#readPart(followed)
          hasMore = part !== undefined
          if (part !== undefined && part.records.length > 0) yield part
        } catch (error) {
          this.#fail(file.id, name, error)
          break
        }
      }
    }
  }

  /** Undefined when there is nothing more just now. */
  async #readPart(followed: Followed): Promise<FilePart | undefined> {
    const { file } = followed
    if (!(await file.isAtEnd())) return file.read(this.#options.clock.monotonicMs())
    return this.#endsRecord(followed) && file.isOpen ? file.endRecord(this.#isOver(followed)) : undefined
  }

  /** Closes what has come to an end, or rests. Only when every part is delivered. */
  async tidy(): Promise<void> {
    const nowMs = this.#options.clock.monotonicMs()
    for (const [id, followed] of this.#followed) {
      const { file, name } = followed
      if (this.#hasFailed(id)) continue
      const isGone = this.#isOver(followed) && (name === undefined || !this.#options.pattern.has(name))
      const rests = file.quietMs(nowMs) >= restMs && !file.isOpen
      if ((!isGone && !rests) || !(await file.isAtEnd())) continue
      this.#followed.delete(id)
      if (!isGone) this.#resting.set(id, file.saved)
      await file.close()
    }
  }

  async close(): Promise<void> {
    for (const { file } of this.#followed.values()) await file.close()
    this.#followed.clear()
  }

  /** Nothing more is expected of it: it has another name than its writer opened it by, and is quiet. */
  #isOver({ file, name, firstName }: Followed): boolean {
    const { pattern, clock } = this.#options
    const isRotated = name !== firstName || !pattern.has(name)
    return isRotated && file.quietMs(clock.monotonicMs()) >= rotatedQuietMs
  }

  #endsRecord(followed: Followed): boolean {
    const quietMs = followed.file.quietMs(this.#options.clock.monotonicMs())
    return this.#isOver(followed) || quietMs >= this.#options.recordQuietMs
  }
}
