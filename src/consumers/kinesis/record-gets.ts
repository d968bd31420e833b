import {
  type ChildShard,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis'
import { framedBody, type ReadRecord, readGetRecordsAnswer } from '../../framed/index.ts'
import { FramedCalls } from '../../framed/sdk/index.ts'
import type { ShardName, StartingPosition, StreamRecord } from '../retrieval/stream-source.ts'
import { recordOf, startingPositionOf } from './kinesis-shapes.ts'

/** What one GetRecords has given. */
interface Got {
  readonly records: StreamRecord[]
  readonly end: {
    readonly NextShardIterator?: string | undefined
    readonly MillisBehindLatest?: number | undefined
    readonly ChildShards?: ChildShard[] | undefined
  }
}

const noRecords = Buffer.alloc(0)

/** GetRecords by the AWS SDK: in frames, if the server takes them. */
export class RecordGets {
  readonly #client: KinesisClient
  readonly #framed: FramedCalls

  constructor(client: KinesisClient) {
    this.#client = client
    this.#framed = new FramedCalls(client)
  }

  /** Asks whether the server takes frames: so the first records come in them. */
  async iteratorAt({ stream, shardId }: ShardName, start: StartingPosition): Promise<string> {
    const { Type, SequenceNumber, Timestamp } = startingPositionOf(start)
    const command = new GetShardIteratorCommand({
      StreamName: stream,
      ShardId: shardId,
      ShardIteratorType: Type,
      ...(SequenceNumber !== undefined && { StartingSequenceNumber: SequenceNumber }),
      ...(Timestamp !== undefined && { Timestamp }),
    })
    return (await this.#client.send(this.#framed.asking(command))).ShardIterator as string
  }

  async get(ShardIterator: string, abortSignal: AbortSignal): Promise<Got> {
    const command = new GetRecordsCommand({ ShardIterator })
    return (await this.#getFramed(command, abortSignal)) ?? (await this.#getPlain(command, abortSignal))
  }

  async #getFramed({ input }: GetRecordsCommand, abortSignal: AbortSignal): Promise<Got | undefined> {
    if (!this.#framed.areTaken) return undefined
    const body = framedBody({ records: noRecords, members: Buffer.from(JSON.stringify(input)) })
    const answer = await this.#framed.call(new GetRecordsCommand(input), body, (framed) =>
      this.#client.send(framed, { abortSignal }),
    )
    if (answer === undefined) return undefined
    const { Records, ...end } = readGetRecordsAnswer(answer)
    return { records: Records.map(recordOfFrame), end }
  }

  async #getPlain(command: GetRecordsCommand, abortSignal: AbortSignal): Promise<Got> {
    const { Records = [], ...end } = await this.#client.send(this.#framed.asking(command), { abortSignal })
    return { records: Records.map(recordOf), end }
  }
}

/** With a copy of the data: who keeps one record must not keep an answer of 10 MiB with it. */
function recordOfFrame(record: ReadRecord): StreamRecord {
  return {
    sequenceNumber: record.SequenceNumber,
    partitionKey: record.PartitionKey as string,
    data: Buffer.from(record.Data),
    approximateArrivalMs: record.ApproximateArrivalTimestamp,
  }
}
