import type { SeededRandom } from './seeded-random.ts'
import type { SimFile } from './sim-file.ts'

/** A name stands for a file or for a directory. */
type Entry = SimFile | 'directory'

/** One change of names, which happens or does not. */
interface Change {
  /** The directories whose sync makes it durable. */
  readonly directories: ReadonlySet<string>
  readonly set: ReadonlyMap<string, Entry | undefined>
}

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

/** Names and what they stand for: as the operating system sees them, and as they are on the platter. */
export class SimTree {
  readonly current = new Map<string, Entry>()
  readonly #durable = new Map<string, Entry>()
  #dirty: Change[] = []

  file(path: string): SimFile | undefined {
    const entry = this.current.get(path)
    return entry === 'directory' ? undefined : entry
  }

  hasDirectory(path: string): boolean {
    return path === '' || this.current.get(path) === 'directory'
  }

  /** Also those whose name is gone but might come back with a power cut. */
  *everyFile(): Generator<SimFile> {
    for (const entry of [...this.current.values(), ...this.#durable.values()])
      if (entry !== 'directory') yield entry
    for (const { set } of this.#dirty)
      for (const entry of set.values()) if (entry !== undefined && entry !== 'directory') yield entry
  }

  change(set: ReadonlyMap<string, Entry | undefined>): void {
    const change = { directories: new Set([...set.keys()].map(parentOf)), set }
    apply(this.current, change)
    this.#dirty.push(change)
  }

  persist(directory: string): void {
    for (const change of this.#dirty.filter(({ directories }) => directories.has(directory))) {
      apply(this.#durable, change)
    }
    this.#dirty = this.#dirty.filter(({ directories }) => !directories.has(directory))
  }

  /** Each change of names that was not synced happens or does not; what is in a directory goes with it. */
  losePower(random: SeededRandom): void {
    for (const change of this.#dirty) if (random.chance(0.5)) apply(this.#durable, change)
    this.#dirty = []
    this.current.clear()
    for (const [path, entry] of this.#durable) this.current.set(path, entry)
    for (const path of [...this.current.keys()]) if (!this.#isReachable(path)) this.current.delete(path)
    this.#durable.clear()
    for (const [path, entry] of this.current) this.#durable.set(path, entry)
  }

  #isReachable(path: string): boolean {
    const parent = parentOf(path)
    return parent === '' || (this.current.get(parent) === 'directory' && this.#isReachable(parent))
  }
}

function apply(names: Map<string, Entry>, { set }: Change): void {
  for (const [path, entry] of set) {
    if (entry === undefined) names.delete(path)
    else names.set(path, entry)
  }
}
