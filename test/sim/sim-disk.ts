import {
  CodedError,
  type File,
  type FileLock,
  type FileSystem,
  type OpenOptions,
} from '../../src/base/index.ts'
import type { SeededRandom } from './seeded-random.ts'
import { SimFile } from './sim-file.ts'
import { parentOf, SimTree } from './sim-tree.ts'

interface Operation {
  readonly name: string
  /** Does it and settles its promise. */
  run(): void
  /** It was on its way when the process died: it may or may not have been begun. */
  abandon(): void
  /** Fails it, half done. */
  fail(code: string): void
}

/**
 * A disk with time of its own: an operation waits until `step` runs it, in an order of the seed's choice.
 *
 * Faults: a power cut loses any part of what was not synced, sector by sector, in any order across files, and any
 * names made, replaced or removed whose directory was not synced; a killed process leaves what the operating system has; a write or sync
 * can fail half done (and what a failed sync did not write is never written); a bit of what is on the platter can turn.
 */
export class SimDisk implements FileSystem {
  readonly #random: SeededRandom
  readonly #tree = new SimTree()
  readonly #honestSync: boolean
  #waiting: Operation[] = []
  #locks = new Set<string>()
  #files = 0
  #dead = false
  openHandles = 0
  operations = 0
  /** Set to make the operation after so many fail. */
  failAfter = Number.POSITIVE_INFINITY
  readonly trace: string[] = []

  /** @param honestSync false for a disk that says it has synced and has not: the deliberate bug */
  constructor(random: SeededRandom, { honestSync = true } = {}) {
    this.#random = random
    this.#honestSync = honestSync
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0
  }

  /** Runs one of the waiting operations. */
  step(): void {
    const [operation] = this.#waiting.splice(this.#random.below(this.#waiting.length), 1)
    if (operation === undefined) return
    this.operations++
    const fails = this.operations > this.failAfter && /^(write|sync)/.test(operation.name)
    this.trace.push(fails ? `${operation.name} fails` : operation.name)
    if (fails) {
      this.failAfter = Number.POSITIVE_INFINITY
      operation.fail(this.#random.chance(0.5) ? 'ENOSPC' : 'EIO')
    } else operation.run()
  }

  /** After a crash, when the dead process has come to rest. */
  boot(): void {
    this.#dead = false
  }

  killProcess(): void {
    this.trace.push('kill')
    for (const operation of this.#waiting) operation.abandon()
    this.#forgetProcess()
  }

  losePower(): void {
    this.killProcess()
    this.trace.push('power cut')
    for (const entry of this.#allFiles()) entry.losePower(this.#random)
    this.#tree.losePower(this.#random)
  }

  /** Turns one bit somewhere. @returns where, undefined when there is nothing */
  flipBit(wanted: (path: string) => boolean): string | undefined {
    const paths = [...this.#tree.current.keys()].filter(
      (path) => wanted(path) && this.#tree.file(path) !== undefined,
    )
    if (paths.length === 0) return undefined
    const path = this.#random.pick(paths)
    const position = this.#tree.file(path)?.flipBit(this.#random)
    return position === undefined ? undefined : `${path}:${position}`
  }

  open(path: string, { create = false, durable = false }: OpenOptions = {}): Promise<File> {
    return this.#operation(`open ${path}`, () => {
      let file = this.#tree.file(path)
      if (file === undefined) {
        if (!create || !this.#tree.hasDirectory(parentOf(path))) throw noEntry(path)
        file = new SimFile(++this.#files)
        this.#tree.change(new Map([[path, file]]))
      }
      this.openHandles++
      return this.#handle(path, file, durable)
    })
  }

  list(directory: string): Promise<string[]> {
    return this.#operation(`list ${directory}`, () =>
      this.#under(directory)
        .map((path) => path.slice(directory.length + 1))
        .filter((name) => !name.includes('/')),
    )
  }

  makeDirectory(directory: string): Promise<void> {
    return this.#operation(`mkdir ${directory}`, () => {
      const parts = directory.split('/').slice(1)
      for (const [i] of parts.entries()) {
        const path = `/${parts.slice(0, i + 1).join('/')}`
        if (!this.#tree.hasDirectory(path)) this.#tree.change(new Map([[path, 'directory']]))
      }
    })
  }

  remove(path: string): Promise<void> {
    return this.#operation(`remove ${path}`, () => {
      if (this.#tree.file(path) !== undefined) this.#tree.change(new Map([[path, undefined]]))
    })
  }

  removeDirectory(directory: string): Promise<void> {
    return this.#operation(`rmdir ${directory}`, () => {
      const inside = [...this.#under(directory)].sort((a, b) => b.length - a.length)
      for (const path of inside) this.#tree.change(new Map([[path, undefined]]))
      if (this.#tree.hasDirectory(directory)) this.#tree.change(new Map([[directory, undefined]]))
    })
  }

  rename(from: string, to: string): Promise<void> {
    return this.#operation(`rename ${from}`, () => {
      const file = this.#tree.file(from)
      if (file === undefined) throw noEntry(from)
      this.#tree.change(
        new Map<string, SimFile | undefined>([
          [from, undefined],
          [to, file],
        ]),
      )
    })
  }

  syncDirectory(directory: string): Promise<void> {
    const path = directory === '/' ? '' : directory
    return this.#operation(`sync directory ${directory}`, () => {
      if (!this.#tree.hasDirectory(path)) throw noEntry(directory)
      if (this.#honestSync) this.#tree.persist(path)
    })
  }

  async lock(path: string): Promise<FileLock> {
    if (this.#locks.has(path)) throw new CodedError('FILE_LOCKED', `${path} is locked`)
    this.#locks.add(path)
    const locks = this.#locks
    return {
      release: async () => {
        locks.delete(path)
      },
    }
  }

  #handle(path: string, file: SimFile, durable: boolean): File {
    let open = true
    const whileOpen = <Result>(work: () => Result): Result => {
      if (!open) throw new CodedError('EBADF', `EBADF: ${path} is closed`)
      return work()
    }
    return {
      write: (position, chunks) =>
        this.#write(path, file, durable, position, Buffer.concat(chunks), whileOpen),
      sync: () => {
        const count = file.dirtyCount
        const persist = () => {
          if (this.#honestSync) file.persist(Math.min(count, file.dirtyCount))
        }
        return this.#operation(
          `sync ${path}`,
          () => whileOpen(persist),
          () => file.failSync(this.#random),
        )
      },
      read: (position, length, target) => {
        const read = () => {
          const bytes = file.read(position, length)
          return target === undefined ? bytes : target.subarray(0, bytes.copy(target))
        }
        return this.#operation(`read ${path} ${position}`, () => whileOpen(read))
      },
      size: () => this.#operation(`size ${path}`, () => whileOpen(() => file.size)),
      truncate: (size) =>
        this.#operation(`truncate ${path} ${size}`, () => whileOpen(() => file.truncate(size))),
      close: () =>
        this.#operation(`close ${path}`, () =>
          whileOpen(() => {
            open = false
            this.openHandles--
          }),
        ),
    }
  }

  #write(
    path: string,
    file: SimFile,
    durable: boolean,
    position: number,
    bytes: Buffer,
    whileOpen: (work: () => void) => void,
  ): Promise<void> {
    const half = () => file.write(position, bytes.subarray(0, this.#random.below(bytes.length + 1)))
    const whole = () => {
      file.write(position, bytes)
      if (durable && this.#honestSync) file.persist()
    }
    const fail = () => {
      half()
      if (durable) file.failSync(this.#random)
    }
    return this.#operation(`write ${path} ${position} ${bytes.length}`, () => whileOpen(whole), fail, half)
  }

  #operation<Result>(
    name: string,
    run: () => Result,
    failHalfDone: () => void = () => undefined,
    abandonHalfDone: () => void = () => undefined,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      // What a dead process still asks for is never done.
      if (this.#dead) return
      this.#waiting.push({
        name,
        run: () => {
          try {
            resolve(run())
          } catch (error) {
            reject(error)
          }
        },
        abandon: abandonHalfDone,
        fail: (code) => {
          failHalfDone()
          reject(new CodedError(code, `${code}: ${name}`))
        },
      })
    })
  }

  #forgetProcess(): void {
    this.#waiting = []
    this.#locks = new Set()
    this.#dead = true
    this.openHandles = 0
  }

  #under(directory: string): string[] {
    return [...this.#tree.current.keys()].filter((path) => path.startsWith(`${directory}/`))
  }

  #allFiles(): Set<SimFile> {
    return new Set([...this.#tree.everyFile()])
  }
}

function noEntry(path: string) {
  return new CodedError('ENOENT', `ENOENT: no such file or directory, '${path}'`)
}
