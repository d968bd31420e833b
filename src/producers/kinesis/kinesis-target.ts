import {
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type PutRecordsResultEntry,
} from '@aws-sdk/client-kinesis'
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

/** A stream of Kinesis, through the AWS SDK. */
export class KinesisTarget implements StreamTarget {
  readonly #client: KinesisClient
  readonly #stream: string

  constructor(client: KinesisClient, stream: string) {
    this.#client = client
    this.#stream = stream
  }

  async describe(signal: AbortSignal): Promise<StreamFacts> {
    const StreamName = this.#stream
    const { StreamDescriptionSummary: summary } = await this.#client.send(
      new DescribeStreamSummaryCommand({ StreamName }),
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
    const Records = entries.map(({ partitionKey, explicitHashKey, data }) => ({
      PartitionKey: partitionKey,
      ExplicitHashKey: explicitHashKey,
      /* A view of its own: the SDK's encoders change the prototype of what they are given. */
      Data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    }))
    const command = new PutRecordsCommand({ StreamName: this.#stream, Records })
    const answer = await this.#client.send(command, { abortSignal: signal })
    return entries.map((_, i) => outcomeOf(answer.Records?.[i]))
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
