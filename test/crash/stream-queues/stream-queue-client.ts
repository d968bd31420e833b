import { kinesisCall } from '../../../bench/lib/kinesis-call.ts'
import { idOf } from '../payload.ts'
import type { MessageLedger } from '../queues/message-ledger.ts'

export const stream = 'killed'
export const visibilitySeconds = 3
const maxReceiveCount = 2

/** Ordinary records, or dead letters. */
export type RecordKind = 'live' | 'dead'

const names = { live: 'QueueRecords', dead: 'DeadLetterQueueRecords' } as const

export interface HeldRecord {
  readonly id: string
  readonly handle: string
}

interface QueueRecord {
  readonly RecordId: string
  readonly ReceiptHandle: string
  readonly Data: string
  readonly ReceiveCount: number
}

/** Calls of the queue over the killed stream. There is no SDK for JavaScript that has them yet. Each call is one request. */
export class StreamQueueClient {
  readonly #url: string
  readonly #queueArn: string

  constructor(url: string, queueArn: string) {
    this.#url = url
    this.#queueArn = queueArn
  }

  /** Makes the stream and the queue. @returns the queue's ARN */
  static async create(url: string): Promise<string> {
    const mode = { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }
    await kinesisCall(url, 'CreateStream', { StreamName: stream, ...mode })
    const { StreamDescriptionSummary } = await kinesisCall<{
      StreamDescriptionSummary: { StreamARN: string }
    }>(url, 'DescribeStreamSummary', { StreamName: stream })
    const { StreamARN } = StreamDescriptionSummary
    const { QueueDescription } = await kinesisCall<{ QueueDescription: { QueueARN: string } }>(
      url,
      'CreateQueue',
      {
        QueueName: 'killed',
        StreamConfigurationList: [{ StreamARN, StartingPosition: { Type: 'TRIM_HORIZON' } }],
        QueueAttributes: {
          VisibilityTimeoutSeconds: visibilitySeconds,
          DeadLetterConfiguration: { TargetType: 'BUILT_IN', MaxReceiveCount: maxReceiveCount },
        },
      },
    )
    return QueueDescription.QueueARN
  }

  /** Tells the ledger of what comes. @returns those that were put, with their handles */
  async receive(
    ledger: MessageLedger,
    kind: RecordKind,
    { seconds, waitSeconds }: { seconds?: number; waitSeconds: number },
  ): Promise<HeldRecord[]> {
    const operation = `Receive${names[kind]}`
    const input = { WaitTimeSeconds: waitSeconds, ...(seconds && { VisibilityTimeoutSeconds: seconds }) }
    const { QueueRecords } = await this.#call<{ QueueRecords: QueueRecord[] }>(operation, input)
    const handles = new Map<string | undefined, string>()
    const seen = QueueRecords.map(({ RecordId, ReceiptHandle, Data, ReceiveCount }) => {
      const id = idOf(Buffer.from(Data, 'base64'))
      handles.set(id, ReceiptHandle)
      return { id, messageId: RecordId, receiveCount: ReceiveCount }
    })
    return ledger.received(kind, seen).map((id) => ({ id, handle: handles.get(id) ?? '' }))
  }

  /** @param isCertain whether the receive is the last one still, by the clock @throws Error for one that is refused while that is certain */
  async acknowledge(
    ledger: MessageLedger,
    kind: RecordKind,
    held: readonly HeldRecord[],
    isCertain: () => boolean,
  ): Promise<void> {
    if (held.length === 0) return
    for (const { id } of held) ledger.deleting(id)
    const failed = await this.#onEntries(`Acknowledge${names[kind]}`, held)
    if (!isCertain()) return
    if (failed > 0) throw new Error(`${failed} acknowledgements were refused`)
    for (const { id } of held) ledger.deleted(id)
  }

  /** Makes records visible at once. */
  async release(held: readonly HeldRecord[]): Promise<void> {
    if (held.length > 0)
      await this.#onEntries('UpdateQueueRecordsVisibility', held, { VisibilityTimeoutSeconds: 0 })
  }

  async restore(held: readonly HeldRecord[]): Promise<void> {
    if (held.length > 0) await this.#onEntries('RestoreDeadLetterQueueRecords', held)
  }

  /** @returns how many entries were refused */
  async #onEntries(operation: string, held: readonly HeldRecord[], more: object = {}): Promise<number> {
    const Entries = held.map(({ handle: ReceiptHandle }) => ({ ReceiptHandle, ...more }))
    return (await this.#call<{ Failed: unknown[] }>(operation, { Entries })).Failed.length
  }

  #call<Output>(operation: string, input: object): Promise<Output> {
    return kinesisCall<Output>(this.#url, operation, { QueueARN: this.#queueArn, ...input })
  }
}
