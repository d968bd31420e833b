import {
  PutRecordBatchCommand,
  type PutRecordBatchCommandOutput,
  type PutRecordBatchResponseEntry,
} from '@aws-sdk/client-firehose'
import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import { putAll } from '../put-all.ts'
import type { RecordSink, SinkRecord } from '../record-sink.ts'

/** What a sink needs of the SDK's FirehoseClient. */
export interface BatchClient {
  send(
    command: PutRecordBatchCommand,
    options: { abortSignal: AbortSignal },
  ): Promise<PutRecordBatchCommandOutput>
}

export interface FirehoseSinkOptions {
  readonly client: BatchClient
  readonly deliveryStream: string
  readonly clock: Clock
  readonly logger: Logger
  /** Ends what is on its way. */
  readonly signal: AbortSignal
}

/** A delivery stream of Firehose. What it does not take is put again: the records are in files, and can wait. */
export class FirehoseSink implements RecordSink {
  readonly #options: FirehoseSinkOptions

  constructor(options: FirehoseSinkOptions) {
    this.#options = options
  }

  send(records: readonly SinkRecord[], signal: AbortSignal): Promise<boolean> {
    return putAll(records, (left) => this.#put(left), this.#options.clock, signal)
  }

  /** @returns those that were not put, in their order */
  async #put(records: readonly SinkRecord[]): Promise<readonly SinkRecord[]> {
    const { client, deliveryStream: DeliveryStreamName, signal: abortSignal } = this.#options
    const command = new PutRecordBatchCommand({
      DeliveryStreamName,
      Records: records.map(({ data }) => ({ Data: data })),
    })
    try {
      const { RequestResponses } = await client.send(command, { abortSignal })
      return this.#failed(records, RequestResponses)
    } catch (error) {
      passOnBug(error)
      this.#warn(records.length, records.length, explained(error as Error))
      return records
    }
  }

  /** Also those that the answer says nothing of: only an id says that a record is durable. */
  #failed(
    records: readonly SinkRecord[],
    entries: readonly PutRecordBatchResponseEntry[] = [],
  ): readonly SinkRecord[] {
    const failed = records.filter((_, i) => !isPut(entries[i]))
    if (failed.length > 0) {
      const first = entries.find(({ ErrorCode }) => ErrorCode !== undefined)
      const reason = first
        ? `${first.ErrorCode}: ${first.ErrorMessage ?? 'no reason was given'}`
        : 'the answer says nothing of them'
      this.#warn(failed.length, records.length, new Error(reason))
    }
    return failed
  }

  #warn(failed: number, of: number, err: Error): void {
    const { deliveryStream, logger } = this.#options
    const what = `${failed} of ${of} records were not put into delivery stream ${deliveryStream}`
    logger.warn({ err }, `${what}, and will be put again`)
  }

  async close(): Promise<void> {}
}

function isPut(entry: PutRecordBatchResponseEntry | undefined): boolean {
  return entry?.RecordId !== undefined && entry.ErrorCode === undefined
}

/** What has other services only has no text for this. */
function explained(error: Error): Error {
  if (error.name !== 'UnknownOperationException') return error
  const what = 'the endpoint has no Firehose; firehose.endpoint of the configuration says where there is one'
  return new Error(`${error.name}: ${what}`, { cause: error })
}
