import { passOnBug } from '../base/index.ts'
import { storeFailed } from './errors.ts'
import type { PendingCommit } from './pending-commit.ts'

export interface CommitQueuePorts<Written> {
  /** Makes the commits durable, together. May wait. */
  write(commits: readonly PendingCommit[]): Promise<Written>
  /** Makes durable commits visible. */
  apply(commits: readonly PendingCommit[], written: Written): void
  /** A group of waiting commits is closed when it reaches this size. */
  readonly batchBytesMax: number
}

/** When everything that has come from sockets by now has been looked at. */
const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Group commit: what is added in one turn of the event loop, and what arrives while a write is on its way to disk, goes
 * together in the next write. So the number of syncs follows the disk and not the callers, and no timer is needed.
 * After a failed write nothing is known of what the disk holds, so its owner must add nothing any more: see `failure`.
 */
export class CommitQueue<Written> {
  readonly #ports: CommitQueuePorts<Written>
  #waiting: PendingCommit[] = []
  #waitingBytes = 0
  #running: Promise<void> | undefined
  #failure: Error | undefined

  constructor(ports: CommitQueuePorts<Written>) {
    this.#ports = ports
  }

  /** Bytes handed in and not durable yet. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  get failure(): Error | undefined {
    return this.#failure
  }

  add(commit: PendingCommit): void {
    this.#waiting.push(commit)
    this.#waitingBytes += commit.bytes
    this.#running ??= this.#run()
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#running
  }

  /** Rejects what waits. From then on `failure` is there, and nothing may be added. */
  fail(cause: unknown): void {
    this.#failure ??= storeFailed(cause)
    const waiting = this.#waiting
    this.#waiting = []
    this.#waitingBytes = 0
    for (const commit of waiting) commit.reject(this.#failure)
  }

  async #run(): Promise<void> {
    await endOfTurn()
    let durable: readonly PendingCommit[] = []
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup()
      const writing = this.#ports.write(group)
      /* Not before: what callers do with an answer takes longer than a sync, and the disk would wait for it. */
      acknowledge(durable)
      durable = (await this.#isDurable(group, writing)) ? group : []
    }
    acknowledge(durable)
    this.#running = undefined
  }

  /** @returns whether the group is durable, and visible then */
  async #isDurable(group: readonly PendingCommit[], writing: Promise<Written>): Promise<boolean> {
    let written: Written
    try {
      written = await writing
    } catch (cause) {
      passOnBug(cause)
      this.fail(cause)
      for (const commit of group) commit.reject(this.#failure!)
      return false
    }
    for (const commit of group) this.#waitingBytes -= commit.bytes
    this.#ports.apply(group, written)
    return true
  }

  #takeGroup(): PendingCommit[] {
    let bytes = 0
    let count = 0
    for (const commit of this.#waiting) {
      if (count > 0 && bytes + commit.bytes > this.#ports.batchBytesMax) break
      bytes += commit.bytes
      count++
    }
    if (count === this.#waiting.length) {
      const all = this.#waiting
      this.#waiting = []
      return all
    }
    return this.#waiting.splice(0, count)
  }
}

function acknowledge(group: readonly PendingCommit[]): void {
  for (const { appends, resolve } of group) resolve(appends.map(({ firstOffset }) => firstOffset))
}
