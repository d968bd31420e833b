import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import { shardEnd } from '../leases/checkpoint.ts'
import type { HeldLease } from '../leases/held-lease.ts'
import type { ConsumerMetrics } from '../metrics.ts'
import type {
  ChildShard,
  ShardBatch,
  ShardName,
  StartingPosition,
  StreamSource,
} from '../retrieval/stream-source.ts'
import { type ConsumerRecord, HashKeyRange, userRecordsOf } from '../retrieval/user-records.ts'
import { Checkpoints } from './checkpoints.ts'
import { Progress } from './progress.ts'
import type { RecordBatch, ShardContext, ShardProcessor } from './shard-processor.ts'

export interface ShardConsumerOptions {
  readonly held: HeldLease
  readonly name: ShardName
  readonly source: StreamSource
  readonly start: StartingPosition
  readonly processor: ShardProcessor
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: ConsumerMetrics
  /** Undefined when the application writes all checkpoints itself; else they are written this often at most. */
  readonly checkpointIntervalMs: number | undefined
  /** Aborts when the worker stops. */
  readonly stopping: AbortSignal
  /** Makes the children's leases. */
  createLeases(children: readonly ChildShard[]): Promise<void>
}

/** A batch that was not processed, a call that failed: again after 1 s, then 2, and so on up to this. */
const retryMsMin = 1_000
const retryMsMax = 30_000
/** How often a lease that could not be renewed is looked at. */
const keptPollMs = 100

/**
 * Processes one shard for as long as its worker has the lease: reads, takes aggregated records apart, hands batches to
 * the application one at a time and in order, writes checkpoints, and lets go when it should. Holds a batch in hand and
 * one that is read ahead: an application that is slow slows the reads, and nothing else.
 */
export class ShardConsumer {
  readonly #options: ShardConsumerOptions
  readonly #context: Omit<ShardContext, 'checkpoint'>
  readonly #checkpoints: Checkpoints
  readonly #progress: Progress
  readonly #range: HashKeyRange | undefined
  /** Aborts when no further batch is wanted. */
  readonly #leaving: AbortSignal
  #savedMs: number
  #bytes = 0

  constructor(options: ShardConsumerOptions) {
    const { held, name, clock, metrics, processor, stopping } = options
    const { counter, startingHashKey, endingHashKey } = held.lease
    this.#options = options
    this.#context = { ...name, fencingToken: counter, signal: held.lost }
    this.#checkpoints = new Checkpoints(held, name, clock, metrics)
    this.#progress = new Progress(this.#checkpoints)
    if (startingHashKey !== undefined && endingHashKey !== undefined)
      this.#range = new HashKeyRange(startingHashKey, endingHashKey)
    const { givesUp } = processor
    this.#leaving = AbortSignal.any([held.lost, held.asked, stopping, ...(givesUp ? [givesUp] : [])])
    this.#savedMs = clock.monotonicMs()
  }

  /** Bytes of records that came since it was last asked. */
  takeBytes(): number {
    const bytes = this.#bytes
    this.#bytes = 0
    return bytes
  }

  /** Resolves when the worker has nothing to do with the shard any more. */
  async run(): Promise<void> {
    const { held, processor } = this.#options
    try {
      await this.#untilDone(() =>
        processor.initialize?.({ ...this.#context, checkpoint: held.lease.checkpoint }),
      )
      const children = await this.#processAll()
      if (children !== undefined) await this.#untilDone(() => this.#end(children))
      else if (!held.lost.aborted) await this.#leave()
    } catch (error) {
      this.#report(error, 'a shard was left after a failure')
    }
    await this.#letGo()
  }

  async #letGo(): Promise<void> {
    const { held, processor } = this.#options
    const isLost = held.lost.aborted
    try {
      if (isLost) await processor.leaseLost?.()
      else await held.release()
    } catch (error) {
      const notLetGo = 'a lease could not be let go: it will be found abandoned'
      this.#report(error, isLost ? 'the application failed at the loss of a lease' : notLetGo)
    }
  }

  /** @returns the children of a shard that came to its end */
  async #processAll(): Promise<readonly ChildShard[] | undefined> {
    const { held, source, start } = this.#options
    for await (const batch of source.read(held.key, start, this.#leaving)) {
      const records = userRecordsOf(batch.records, this.#progress.processed, this.#range)
      for (const { data } of batch.records) this.#bytes += data.length
      if (records.length > 0 && !(await this.#process(records, batch))) return undefined
      if (this.#leaving.aborted) return undefined
      if (batch.children !== undefined) return batch.children
    }
    return undefined
  }

  /** @returns false when the batch was not processed, since the shard is to be left */
  async #process(records: readonly ConsumerRecord[], { millisBehindLatest }: ShardBatch): Promise<boolean> {
    const last = records.at(-1) as ConsumerRecord
    const batch = {
      ...this.#context,
      checkpoint: this.#progress.processed,
      records,
      millisBehindLatest,
      writeCheckpoint: (record = last) => this.#progress.saveAt(record),
    }
    this.#progress.deliver(last)
    if (!(await this.#untilDone(() => this.#attempt(batch)))) return false
    this.#progress.process()
    await this.#saveNowAndThen()
    return true
  }

  async #attempt(batch: RecordBatch): Promise<void> {
    const { processor, clock, metrics, name } = this.#options
    const startedMs = clock.monotonicMs()
    let success = false
    try {
      await processor.process(batch)
      success = true
    } finally {
      metrics.batchEnded({
        ...name,
        recordsProcessed: batch.records.length,
        dataBytesProcessed: batch.records.reduce((sum, { data }) => sum + data.length, 0),
        millisBehindLatest: batch.millisBehindLatest,
        processRecordsMs: clock.monotonicMs() - startedMs,
        success,
      })
    }
  }

  async #saveNowAndThen(): Promise<void> {
    const { checkpointIntervalMs, clock } = this.#options
    if (checkpointIntervalMs === undefined) return
    if (clock.monotonicMs() - this.#savedMs < checkpointIntervalMs) return
    await this.#untilDone(() => this.#progress.save())
    this.#savedMs = clock.monotonicMs()
  }

  /** The children's leases are there before the shard is marked as done: no crash in between can lose them. */
  async #end(children: readonly ChildShard[]): Promise<void> {
    const { processor, checkpointIntervalMs, createLeases, logger } = this.#options
    await createLeases(children)
    const keys = children.map(({ shardId }) => shardId)
    let isSaved = false
    const save = async () => {
      await this.#checkpoints.write(shardEnd, keys)
      isSaved = true
    }
    await processor.shardEnded?.({ writeCheckpoint: save })
    if (isSaved) return
    if (checkpointIntervalMs !== undefined) await save()
    else logger.error(this.#options.name, 'shardEnded wrote no checkpoint: the shard comes again')
  }

  /** At a stop of the worker, and when another asks for the shard. */
  async #leave(): Promise<void> {
    const { processor, checkpointIntervalMs } = this.#options
    const save = () => this.#progress.save()
    await processor.shutdownRequested?.({ writeCheckpoint: save })
    if (checkpointIntervalMs !== undefined) await save()
  }

  /** Calls until the call succeeds, while the lease is kept. @returns false when it did not before the shard is to be left */
  async #untilDone(call: () => Promise<void> | void): Promise<boolean> {
    const { clock, held } = this.#options
    for (let retryMs = retryMsMin; !this.#leaving.aborted; retryMs = Math.min(2 * retryMs, retryMsMax)) {
      while (!held.isKept && !this.#leaving.aborted) await clock.sleep(keptPollMs, this.#leaving)
      if (this.#leaving.aborted) break
      try {
        await call()
        return true
      } catch (error) {
        this.#report(error, 'a batch will be processed again after a failure')
        await clock.sleep(retryMs, this.#leaving)
      }
    }
    return false
  }

  #report(error: unknown, message: string): void {
    passOnBug(error)
    const { logger, name } = this.#options
    logger.error({ err: error, ...name }, message)
  }
}
