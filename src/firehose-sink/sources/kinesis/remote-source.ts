import type { GetRecordsCommandOutput, KinesisClient, Shard } from '@aws-sdk/client-kinesis'
import { type Clock, hasCode } from '../../../base/index.ts'
import { parseStreamArn } from '../../../shards/index.ts'
import type { Positions } from '../../control/firehose-event.ts'
import type { SinkRecord } from '../../destinations/destination.ts'
import { peerMissing } from '../../errors.ts'
import { type Backlog, nothing, type RecordSource, type SourceBatch } from '../record-source.ts'
import { positionFrom, type RemoteShard, RemoteShards } from './remote-shards.ts'
import { addUserRecords } from './stream-records.ts'

export interface RemoteStream {
  readonly arn: string
  /** Of the endpoint that has it. */
  readonly url: string
}

/** Source: Kinesis Developer Guide, "Quotas and limits": 5 reads a second on each shard, which others read too. */
const readIntervalMs = 250
const idleIntervalMs = 1000
/** Iterators are good for 5 minutes. */
const iteratorMsMax = 4 * 60_000
const recordsMax = 1000
const hourMs = 3_600_000

/** The SDK would wait for ever. */
const requestHandler = { requestTimeout: 30_000, sessionTimeout: 60_000 }

type Sdk = typeof import('@aws-sdk/client-kinesis')

/** A Kinesis stream of another endpoint, through the AWS SDK with the credentials that it finds. Polls, shard by shard. */
export class RemoteSource implements RecordSource {
  readonly retentionMs: number
  readonly #sdk: Sdk
  readonly #client: KinesisClient
  readonly #arn: string
  readonly #clock: Clock
  readonly #shards: RemoteShards
  /** The list of shards is to be read anew: at the start, and behind the end of a shard. */
  #isStale = true

  private constructor(
    { sdk, client }: Opened,
    { arn, clock, retentionMs }: { arn: string; clock: Clock; retentionMs: number },
    positions: ReadonlyMap<string, string>,
  ) {
    this.#sdk = sdk
    this.#client = client
    this.#arn = arn
    this.#clock = clock
    this.retentionMs = retentionMs
    this.#shards = new RemoteShards(positions)
  }

  /** @throws FIREHOSE_PEER_MISSING, and what the endpoint refuses */
  static async open(
    stream: RemoteStream,
    clock: Clock,
    positions: ReadonlyMap<string, string>,
  ): Promise<RemoteSource> {
    const opened = await clientFor(stream)
    const describe = new opened.sdk.DescribeStreamSummaryCommand({ StreamARN: stream.arn })
    const { StreamDescriptionSummary: summary } = await opened.client.send(describe)
    const retentionMs = (summary?.RetentionPeriodHours ?? 24) * hourMs
    return new RemoteSource(opened, { arn: stream.arn, clock, retentionMs }, positions)
  }

  async read(_bytesMax: number, signal: AbortSignal): Promise<SourceBatch> {
    try {
      for (;;) {
        if (signal.aborted) return nothing
        const gone = await this.#follow(signal)
        if (gone.length > 0)
          return { records: [], positions: Object.fromEntries(gone.map((id) => [id, null])) }
        const shard = this.#shards.next()
        const waitMs =
          (shard?.dueMs ?? this.#clock.monotonicMs() + idleIntervalMs) - this.#clock.monotonicMs()
        await this.#clock.sleep(waitMs, signal)
        if (shard === undefined || signal.aborted) continue
        const batch = await this.#readFrom(shard, signal)
        if (batch !== undefined) return batch
      }
    } catch (error) {
      if (signal.aborted) return nothing
      throw error
    }
  }

  /** The stream keeps its records for as long as it is set to. */
  async delivered(): Promise<void> {}

  backlog(): Backlog {
    const behindMs = this.#shards.behindMs()
    return behindMs === undefined ? {} : { behindMs }
  }

  async close(): Promise<void> {
    this.#client.destroy()
  }

  async #follow(signal: AbortSignal): Promise<string[]> {
    if (!this.#isStale) return []
    const list = await listShards({ sdk: this.#sdk, client: this.#client }, this.#arn, signal)
    this.#isStale = false
    return this.#shards.follow(list)
  }

  async #readFrom(shard: RemoteShard, signal: AbortSignal): Promise<SourceBatch | undefined> {
    const ShardIterator = await this.#iteratorOf(shard, signal)
    const command = new this.#sdk.GetRecordsCommand({
      StreamARN: this.#arn,
      ShardIterator,
      Limit: recordsMax,
    })
    const answer = await this.#client.send(command, { abortSignal: signal })
    const { Records = [], NextShardIterator } = answer
    shard.behindMs = answer.MillisBehindLatest ?? 0
    shard.iterator = NextShardIterator
    shard.dueMs = this.#clock.monotonicMs() + (Records.length > 0 ? readIntervalMs : idleIntervalMs)
    const isEnd = NextShardIterator === undefined
    if (isEnd) this.#isStale = true
    else if (Records.length === 0) return undefined
    const positions = this.#shards.moveTo(shard, isEnd ? undefined : Records.at(-1)?.SequenceNumber)
    return { records: sinkRecordsOf(Records), positions }
  }

  async #iteratorOf(shard: RemoteShard, signal: AbortSignal): Promise<string | undefined> {
    const nowMs = this.#clock.monotonicMs()
    if (shard.iterator !== undefined && nowMs < shard.iteratorMs + iteratorMsMax) {
      shard.iteratorMs = nowMs
      return shard.iterator
    }
    const start = this.#shards.startOf(shard)
    const command = new this.#sdk.GetShardIteratorCommand({
      StreamARN: this.#arn,
      ShardId: shard.id,
      ...start,
    })
    const { ShardIterator } = await this.#client.send(command, { abortSignal: signal })
    shard.iteratorMs = nowMs
    return ShardIterator
  }
}

/** Where a new delivery stream begins in a stream elsewhere: what comes from now on, in the shards that there are. */
export async function remoteStart(stream: RemoteStream, nowMs: number): Promise<Positions> {
  const opened = await clientFor(stream)
  try {
    const list = await listShards(opened, stream.arn, new AbortController().signal)
    return Object.fromEntries(list.map(({ ShardId }) => [ShardId!, positionFrom(nowMs)]))
  } finally {
    opened.client.destroy()
  }
}

interface Opened {
  readonly sdk: Sdk
  readonly client: KinesisClient
}

async function clientFor({ arn, url }: RemoteStream): Promise<Opened> {
  try {
    const sdk = await import('@aws-sdk/client-kinesis')
    const region = parseStreamArn(arn)?.region ?? 'us-east-1'
    return { sdk, client: new sdk.KinesisClient({ endpoint: url, region, requestHandler }) }
  } catch (error) {
    if (!hasCode(error, 'ERR_MODULE_NOT_FOUND')) throw error
    throw peerMissing('A Kinesis stream of another endpoint', '@aws-sdk/client-kinesis', error)
  }
}

async function listShards({ sdk, client }: Opened, arn: string, abortSignal: AbortSignal): Promise<Shard[]> {
  const all: Shard[] = []
  for (let NextToken: string | undefined; ; ) {
    const input = NextToken === undefined ? { StreamARN: arn } : { NextToken }
    const page = await client.send(new sdk.ListShardsCommand(input), { abortSignal })
    all.push(...(page.Shards ?? []))
    NextToken = page.NextToken
    if (NextToken === undefined) return all
  }
}

function sinkRecordsOf(records: NonNullable<GetRecordsCommandOutput['Records']>): SinkRecord[] {
  const found: SinkRecord[] = []
  for (const { Data, SequenceNumber = '', ApproximateArrivalTimestamp } of records) {
    const { buffer, byteOffset, byteLength } = Data ?? Buffer.alloc(0)
    addUserRecords(found, {
      data: Buffer.from(buffer, byteOffset, byteLength),
      arrivalMs: ApproximateArrivalTimestamp?.getTime() ?? 0,
      position: SequenceNumber,
    })
  }
  return found
}
