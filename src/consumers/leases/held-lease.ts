import type { Clock } from '../../base/index.ts'
import { leaseLost } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'
import { checkpointOwnerOf, isAfter, type Lease } from './lease.ts'
import type { LeaseStore } from './lease-store.ts'

export interface HeldLeaseOptions {
  readonly store: LeaseStore
  readonly clock: Clock
  readonly worker: string
  readonly failoverMs: number
}

/** Who may write: the worker that is the owner or has asked to be, the one whose checkpoints count, or either. */
type Right = 'own' | 'checkpoint' | 'any'
type Change = Partial<Omit<Lease, 'key' | 'counter'>>

/**
 * One worker's hold on one lease, from when it was taken until it is lost or let go. All writes to the row go through
 * here, one at a time, each on the condition that the row is as it was read; where another has written, the row is read
 * again and the write is tried again, for as long as this worker may make it.
 *
 * Invariant: a checkpoint is written only while the row names this worker as the one whose checkpoints count.
 */
export class HeldLease {
  readonly #options: HeldLeaseOptions
  readonly #lost = new AbortController()
  readonly #asked = new AbortController()
  #lease: Lease
  #keptUntilMs: number
  #isReleased = false
  #turn: Promise<unknown> = Promise.resolve()

  /**
   * @param lease the row as this worker has written it
   * @param writtenMs before that write (monotonic). Asking for a lease keeps nothing: that is the former owner's
   */
  constructor(lease: Lease, writtenMs: number, options: HeldLeaseOptions) {
    this.#lease = lease
    this.#options = options
    this.#keptUntilMs = this.isSole ? writtenMs + options.failoverMs : Number.NEGATIVE_INFINITY
  }

  get key(): string {
    return this.#lease.key
  }

  /** The row as it was last written or read. */
  get lease(): Lease {
    return this.#lease
  }

  /** Whether it was lost, and not let go. */
  get isTaken(): boolean {
    return this.lost.aborted && !this.#isReleased
  }

  /** Aborts when the lease is another's, or nobody's. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** Aborts when another worker asks for the lease: process what is at hand, write a checkpoint, `release`. */
  get asked(): AbortSignal {
    return this.#asked.signal
  }

  /** False while another worker may have taken the lease for abandoned: nothing may be processed until it was renewed. */
  get isKept(): boolean {
    return !this.lost.aborted && this.#options.clock.monotonicMs() < this.#keptUntilMs
  }

  /** True once the former owner has let go. Until then nothing may be processed. */
  get isSole(): boolean {
    return checkpointOwnerOf(this.#lease) === this.#options.worker
  }

  /**
   * Tells others that this worker lives. To be called a few times within the failover time. Does nothing for one that
   * has asked for the lease: until the former owner lets go, that one tells.
   */
  renew(bytesPerSecond: number): Promise<void> {
    return this.#write('checkpoint', () => ({ bytesPerSecond }))
  }

  /** @throws LEASE_LOST when the shard is another's by now: nothing was written */
  async checkpoint(checkpoint: Checkpoint, children: readonly string[] = []): Promise<void> {
    await this.#write('checkpoint', () => ({ checkpoint, children, ownerSwitchesSinceCheckpoint: 0 }))
    if (this.lost.aborted) throw leaseLost(this.key)
  }

  /** Takes the right to write checkpoints from a former owner that has not let go in time. */
  evict(): Promise<void> {
    return this.#write('own', () => ({ checkpointOwner: undefined }))
  }

  /** Lets go: to the worker that has asked, or to any. What was processed since the last checkpoint comes again there. */
  async release(): Promise<void> {
    const { worker } = this.#options
    try {
      await this.#write('any', ({ owner }) =>
        owner === worker ? { owner: undefined } : { checkpointOwner: undefined },
      )
    } finally {
      /* If the row still names this worker, it will be found abandoned. */
      if (!this.lost.aborted) this.#isReleased = true
      this.#lost.abort()
    }
  }

  /** Takes note of the row as somebody has read it. An older one than is known changes nothing. */
  observe(lease: Lease): void {
    if (!isAfter(lease, this.#lease)) return
    this.#lease = lease
    const { worker } = this.#options
    if (!this.#mayWrite('any')) this.#lost.abort()
    else if (lease.owner !== worker) this.#asked.abort()
  }

  #mayWrite(right: Right): boolean {
    const { worker } = this.#options
    const owns = this.#lease.owner === worker
    const checkpoints = checkpointOwnerOf(this.#lease) === worker
    return (owns && right !== 'checkpoint') || (checkpoints && right !== 'own')
  }

  /** Rejects with what the store rejects with: the row may or may not have been written then. */
  #write(right: Right, change: (lease: Lease) => Change): Promise<void> {
    const written = this.#turn.then(() => this.#writeInTurn(right, change))
    this.#turn = written.catch(() => undefined)
    return written
  }

  async #writeInTurn(right: Right, change: (lease: Lease) => Change): Promise<void> {
    const { store, clock } = this.#options
    while (!this.lost.aborted && this.#mayWrite(right)) {
      const before = this.#lease
      const after = { ...before, ...change(before), counter: before.counter + 1 }
      const startedMs = clock.monotonicMs()
      if (await store.replace(after, before)) return this.#written(after, startedMs)
      const row = await store.get(before.key)
      /* Else somebody has removed it, and perhaps made it anew. */
      if (row !== undefined && isAfter(row, before)) this.observe(row)
      else this.#lost.abort()
    }
  }

  #written(lease: Lease, startedMs: number): void {
    if (lease.counter > this.#lease.counter) this.#lease = lease
    const { worker, failoverMs } = this.#options
    if (checkpointOwnerOf(lease) === worker) this.#keptUntilMs = startedMs + failoverMs
  }
}
