import { basename, dirname, resolve } from 'node:path'
import {
  type Clock,
  type FileLock,
  type FileSystem,
  hasCode,
  nodeFileSystem,
  readWholeIfThere,
  replaceWhole,
  syncAncestors,
  wakefulClock,
} from '../../base/index.ts'
import { isUnchanged, type Lease } from '../leases/lease.ts'
import type { LeaseStore } from '../leases/lease-store.ts'
import { decodeLeases, encodeLeases } from './lease-file.ts'

interface Ports {
  readonly files?: FileSystem
  readonly clock?: Clock
}

type Leases = Map<string, Lease>

/** Decides on the leases as they are, and changes them if it returns true. */
type Change = (leases: Leases) => boolean

interface Waiting {
  readonly change: Change
  settle(done: Promise<boolean>): void
}

/** Another process holds the lock for as long as a file takes to be written. */
const lockPollMs = 2
const lockWaitMs = 5_000

/**
 * Leases in one file, which any number of processes of one machine share. A write is done under a lock, on what the file
 * has then, and puts a new file in the place of the old one: after a crash it is one or the other. Writes that come while
 * one is under way go together in the next. Not for a file system over a network: its locks may not hold.
 */
export class FileLeaseStore implements LeaseStore {
  readonly #path: string
  readonly #files: FileSystem
  readonly #clock: Clock
  #waiting: Waiting[] = []
  #isWriting = false

  /** @param path of the file, one for each application. Beside it are a file for the lock and one that is being written */
  constructor(path: string, { files = nodeFileSystem, clock = wakefulClock }: Ports = {}) {
    this.#path = resolve(path)
    this.#files = files
    this.#clock = clock
  }

  /** @throws LEASE_FILE_CORRUPT, what the operating system says */
  async open(): Promise<void> {
    const folder = dirname(this.#path)
    await this.#files.makeDirectory(folder)
    await syncAncestors(this.#files, folder)
    await this.#read()
  }

  async list(): Promise<Lease[]> {
    return [...(await this.#read()).values()]
  }

  async get(key: string): Promise<Lease | undefined> {
    return (await this.#read()).get(key)
  }

  create(lease: Lease): Promise<boolean> {
    return this.#write((leases) => {
      if (leases.has(lease.key)) return false
      leases.set(lease.key, lease)
      return true
    })
  }

  replace(lease: Lease, before: Lease): Promise<boolean> {
    return this.#write((leases) => {
      if (!isUnchanged(leases.get(lease.key), before)) return false
      leases.set(lease.key, lease)
      return true
    })
  }

  remove(key: string, counter: number): Promise<boolean> {
    return this.#write((leases) => leases.get(key)?.counter === counter && leases.delete(key))
  }

  async #read(): Promise<Leases> {
    const bytes = await readWholeIfThere(this.#files, this.#path)
    return bytes === undefined ? new Map() : decodeLeases(this.#path, bytes)
  }

  #write(change: Change): Promise<boolean> {
    return new Promise((settle) => {
      this.#waiting.push({ change, settle })
      if (!this.#isWriting) void this.#writeAll()
    })
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true
    while (this.#waiting.length > 0) {
      const together = this.#waiting
      this.#waiting = []
      const done = this.#apply(together.map(({ change }) => change))
      for (const [i, { settle }] of together.entries()) settle(done.then((all) => all[i]!))
      await done.catch(() => undefined)
    }
    this.#isWriting = false
  }

  /** @returns which of the changes were made, once they are durable */
  async #apply(changes: readonly Change[]): Promise<boolean[]> {
    const lock = await this.#lock()
    try {
      const leases = await this.#read()
      const done = changes.map((change) => change(leases))
      if (done.includes(true)) {
        const bytes = encodeLeases(leases.values())
        await replaceWhole(this.#files, dirname(this.#path), basename(this.#path), bytes)
      }
      return done
    } finally {
      await lock.release()
    }
  }

  /** @throws FILE_LOCKED */
  async #lock(): Promise<FileLock> {
    const untilMs = this.#clock.monotonicMs() + lockWaitMs
    for (;;) {
      try {
        return await this.#files.lock(`${this.#path}.lock`)
      } catch (error) {
        if (!hasCode(error, 'FILE_LOCKED') || this.#clock.monotonicMs() >= untilMs) throw error
      }
      await this.#clock.sleep(lockPollMs)
    }
  }
}
