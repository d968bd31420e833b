import { type File, hasCode, MemoryFileSystem } from '../../src/base/index.ts'
import { fileWith } from './file-with.ts'

/** Every file under `directory`, with its bytes. */
export async function filesUnder(files: MemoryFileSystem, directory = '/data'): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const name of (await files.list(directory)).sort()) {
    const path = `${directory}/${name}`
    const file = await files.open(path).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    })
    if (file === undefined)
      for (const [below, bytes] of await filesUnder(files, path)) found.set(below, bytes)
    else found.set(path, await file.read(0, await file.size()))
  }
  return found
}

/** A disk with these files, as a crash of the process leaves it: nobody holds a lock. */
export async function diskOf(contents: ReadonlyMap<string, Buffer>): Promise<MemoryFileSystem> {
  const files = new MemoryFileSystem()
  for (const [path, bytes] of contents) await (await files.open(path, { create: true })).write(0, [bytes])
  return files
}

export async function afterCrash(files: MemoryFileSystem): Promise<MemoryFileSystem> {
  return diskOf(await filesUnder(files))
}

/** Turns one bit of a file. */
export async function flipBit(files: MemoryFileSystem, path: string, position: number): Promise<void> {
  const file = await files.open(path)
  const byte = await file.read(position, 1)
  byte[0]! ^= 1
  await file.write(position, [byte])
}

/** A memory disk that can be told to fail. */
export class FailingDisk extends MemoryFileSystem {
  failure: Error | undefined
  /** Which files fail. */
  pattern = /./

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    const check = async () => {
      if (this.failure !== undefined && this.pattern.test(path)) throw this.failure
    }
    return fileWith(file, {
      write: async (position, chunks) => {
        await check()
        await file.write(position, chunks)
      },
      sync: check,
    })
  }
}

/** A disk whose segments take no write until they may. */
export class WaitingDisk extends MemoryFileSystem {
  readonly #go = Promise.withResolvers<void>()
  readonly #asked = Promise.withResolvers<void>()
  /** Resolves when a segment waits. */
  readonly asked = this.#asked.promise

  goOn(): void {
    this.#go.resolve()
  }

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    if (!path.endsWith('.seg')) return file
    return fileWith(file, {
      write: async (position, chunks) => {
        this.#asked.resolve()
        await this.#go.promise
        await file.write(position, chunks)
      },
    })
  }
}

/** A disk that takes its time: each write resolves some turns of the event loop later, so that calls overlap. */
export class SlowDisk extends MemoryFileSystem {
  readonly #turns: () => number

  /** @param turns asked for each write */
  constructor(turns: () => number) {
    super()
    this.#turns = turns
  }

  override async open(path: string, options: { create?: boolean } = {}): Promise<File> {
    const file = await super.open(path, options)
    return fileWith(file, {
      write: async (position, chunks) => {
        for (let left = this.#turns(); left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
        await file.write(position, chunks)
      },
    })
  }
}
