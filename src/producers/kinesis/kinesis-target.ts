import {
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type PutRecordsResultEntry,
} from '@aws-sdk/client-kinesis'
import { framedBody, putFramesOf, readPutRecordsAnswer } from '../../framed/index.ts'
import { FramedCalls } from '../../framed/sdk/index.ts'
import type {
  EntryOutcome,
  OpenShard,
  StreamFacts,
  StreamTarget,
  TargetEntry,
} from '../sending/stream-target.ts'

const bytesPerKiB = 1024
const recordKiBStandard = 1024

/** Errors of the client that pass: other calls, time or keys, not this request, are the reason. */
const passing = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KMSThrottlingException',
  'ThrottlingException',
  'RequestTimeout',
  'RequestTimeoutException',
])

/** A stream of Kinesis, through the AWS SDK: in frames, if the server takes them. */
export class KinesisTarget implements StreamTarget {
  readonly #client: KinesisClient
  readonly #stream: string
  readonly #framed: FramedCalls

  constructor(client: KinesisClient, stream: string) {
    this.#client = client
    this.#stream = stream
    this.#framed = new FramedCalls(client)
  }

  async describe(signal: AbortSignal): Promise<StreamFacts> {
    const StreamName = this.#stream
    const { StreamDescriptionSummary: summary } = await this.#client.send(
      this.#framed.asking(new DescribeStreamSummaryCommand({ StreamName })),
      { abortSignal: signal },
    )
    return {
      recordSizeMax: (summary?.MaxRecordSizeInKiB ?? recordKiBStandard) * bytesPerKiB,
      keysChooseShards: summary?.RecordDistributionStrategy !== 'AUTO',
      shards: await this.#listOpenShards(signal),
    }
  }

  async #listOpenShards(signal: AbortSignal): Promise<OpenShard[]> {
    const shards: OpenShard[] = []
    let NextToken: string | undefined
    do {
      const input =
        NextToken === undefined
          ? { StreamName: this.#stream, ShardFilter: { Type: 'AT_LATEST' as const } }
          : { NextToken }
      const page = await this.#client.send(new ListShardsCommand(input), { abortSignal: signal })
      for (const { ShardId, HashKeyRange } of page.Shards ?? []) {
        shards.push({
          shardId: ShardId as string,
          startingHashKey: HashKeyRange?.StartingHashKey as string,
          endingHashKey: HashKeyRange?.EndingHashKey as string,
        })
      }
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    return shards
  }

  async put(entries: readonly TargetEntry[], signal: AbortSignal): Promise<readonly EntryOutcome[]> {
    const results = (await this.#putFramed(entries, signal)) ?? (await this.#putPlain(entries, signal))
    return entries.map((_, i) => outcomeOf(results?.[i]))
  }

  /** @returns undefined if the server does not take frames: then nothing was put */
  async #putFramed(
    entries: readonly TargetEntry[],
    signal: AbortSignal,
  ): Promise<readonly PutRecordsResultEntry[] | undefined> {
    const records = this.#framed.areTaken ? putFramesOf(entries) : undefined
    if (records === undefined) return undefined
    const StreamName = this.#stream
    const body = framedBody({ records, members: Buffer.from(JSON.stringify({ StreamName })) })
    const command = new PutRecordsCommand({ StreamName, Records: [] })
    const answer = await this.#framed.call(command, body, (framed) =>
      this.#client.send(framed, { abortSignal: signal }),
    )
    return answer && readPutRecordsAnswer(answer)
  }

  async #putPlain(
    entries: readonly TargetEntry[],
    signal: AbortSignal,
  ): Promise<readonly PutRecordsResultEntry[] | undefined> {
    const Records = entries.map(({ partitionKey, explicitHashKey, data }) => ({
      PartitionKey: partitionKey,
      ExplicitHashKey: explicitHashKey,
      /* A view of its own: the SDK's encoders change the prototype of what they are given. */
      Data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    }))
    const command = this.#framed.asking(new PutRecordsCommand({ StreamName: this.#stream, Records }))
    const answer = await this.#client.send(command, { abortSignal: signal })
    return answer.Records
  }

  /** The SDK says of an error whose fault it is: 'client' or 'server'. Network errors have no such member. */
  isFinal(error: unknown): boolean {
    if (!(error instanceof Error) || passing.has(error.name)) return false
    return '$fault' in error && error.$fault === 'client' && !('$retryable' in error && error.$retryable)
  }
}

function outcomeOf(entry: PutRecordsResultEntry | undefined): EntryOutcome {
  const { ShardId, SequenceNumber, ErrorCode = 'no result', ErrorMessage = '' } = entry ?? {}
  if (ShardId !== undefined && SequenceNumber !== undefined)
    return { kind: 'put', shardId: ShardId, sequenceNumber: SequenceNumber }
  const failure = new Error(`${ErrorCode}: ${ErrorMessage}`)
  const isThrottled = ErrorCode === 'ProvisionedThroughputExceededException'
  return { kind: isThrottled ? 'throttled' : 'failed', failure }
}
