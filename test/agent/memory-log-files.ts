import type { ListedFile, LogFile, LogFiles } from '../../src/agent/index.ts'
import type { Clock } from '../../src/base/index.ts'

interface Inode {
  readonly id: string
  content: Buffer
  modifiedMs: number
}

const directory = '/logs'

/** Log files in memory, which a test writes, rotates and cuts as a logger and logrotate do. */
export class MemoryLogFiles implements LogFiles {
  readonly #clock: Clock
  readonly #names = new Map<string, Inode>()
  #inodes = 0
  openCount = 0
  /** May not be opened. */
  denied: string | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async list(listed: string): Promise<ListedFile[]> {
    if (listed !== directory) return []
    return [...this.#names].map(([name, { id, content, modifiedMs }]) => ({
      name,
      id,
      size: content.length,
      modifiedMs,
    }))
  }

  async open(path: string): Promise<LogFile | undefined> {
    const inode = this.#names.get(path.slice(directory.length + 1))
    if (inode === undefined) return undefined
    if (path === `${directory}/${this.denied}`) throw new Error('EACCES: permission denied')
    this.openCount++
    return {
      id: inode.id,
      size: async () => inode.content.length,
      read: async (position, length) => Buffer.from(inode.content.subarray(position, position + length)),
      close: async () => void this.openCount--,
    }
  }

  /** @returns the id of the file, which is made if it is not there */
  append(name: string, text: string | Buffer): string {
    let inode = this.#names.get(name)
    if (inode === undefined) {
      inode = { id: `inode-${this.#inodes++}`, content: Buffer.alloc(0), modifiedMs: 0 }
      this.#names.set(name, inode)
    }
    inode.content = Buffer.concat([inode.content, Buffer.from(text)])
    inode.modifiedMs = this.#clock.nowMs()
    return inode.id
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  text(name: string): string {
    return this.#names.get(name)?.content.toString() ?? ''
  }

  rename(from: string, to: string): void {
    const inode = this.#names.get(from)
    if (inode === undefined) return
    this.#names.delete(from)
    this.#names.set(to, inode)
  }

  copy(from: string, to: string): void {
    const text = this.text(from)
    this.#names.delete(to)
    this.append(to, text)
  }

  truncate(name: string): void {
    const inode = this.#names.get(name)
    if (inode !== undefined) inode.content = Buffer.alloc(0)
  }

  remove(name: string): void {
    this.#names.delete(name)
  }
}
