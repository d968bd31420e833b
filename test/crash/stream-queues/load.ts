import { randomInt } from 'node:crypto'
import { kinesisCall } from '../../../bench/lib/kinesis-call.ts'
import { payloadOf } from '../payload.ts'
import type { MessageLedger } from '../queues/message-ledger.ts'
import { type HeldRecord, type StreamQueueClient, stream, visibilitySeconds } from './stream-queue-client.ts'

const sizeMax = 2_000
/** One record in so many is never worked off: it is given back until it is a dead letter. */
const badEvery = 7
/** An acknowledgement that is answered later than this after the receive may have come too late. */
const certainMs = (visibilitySeconds * 1000) / 2

/** Puts records through all lives of the server, one request after the other. */
export class Putter {
  readonly #ledger: MessageLedger
  readonly #name: string
  #number = 0

  constructor(ledger: MessageLedger, name: string) {
    this.#ledger = ledger
    this.#name = name
  }

  putUntilGone(url: string, gone: AbortSignal): Promise<void> {
    return untilGone(gone, async () => {
      const messages = Array.from({ length: randomInt(1, 11) }, () => {
        const number = this.#number++
        return { id: `${this.#name}-${number}`, number }
      })
      const sent = this.#ledger.sending(messages)
      const Records = messages.map(({ id }) => ({
        Data: payloadOf(id, randomInt(sizeMax)).toString('base64'),
        PartitionKey: id,
      }))
      const answer = await kinesisCall<{ Records: { SequenceNumber: string }[]; FailedRecordCount: number }>(
        url,
        'PutRecords',
        { StreamName: stream, Records },
      )
      if (answer.FailedRecordCount > 0) throw new Error('a record was refused')
      this.#ledger.acknowledged(
        sent,
        answer.Records.map(({ SequenceNumber }) => SequenceNumber),
      )
    })
  }
}

/** Receives and acknowledges, and gives bad records back. */
export function workUntilGone(
  client: StreamQueueClient,
  ledger: MessageLedger,
  gone: AbortSignal,
): Promise<void> {
  return untilGone(gone, async () => {
    const receivedMs = performance.now()
    const held = await client.receive(ledger, 'live', { waitSeconds: 1 })
    const isCertain = () => performance.now() - receivedMs < certainMs
    await client.acknowledge(
      ledger,
      'live',
      held.filter((each) => !isBad(each)),
      isCertain,
    )
    await client.release(held.filter(isBad))
  })
}

/** Restores some dead letters and acknowledges others; what is left comes again. @returns how many were restored */
export async function redriveUntilGone(
  client: StreamQueueClient,
  ledger: MessageLedger,
  gone: AbortSignal,
): Promise<number> {
  let restored = 0
  await untilGone(gone, async () => {
    const receivedMs = performance.now()
    const held = await client.receive(ledger, 'dead', { waitSeconds: 1 })
    const isCertain = () => performance.now() - receivedMs < certainMs
    const third = Math.ceil(held.length / 3)
    await client.restore(held.slice(0, third))
    await client.acknowledge(ledger, 'dead', held.slice(third, 2 * third), isCertain)
    restored += third
  })
  return restored
}

const isBad = ({ id }: HeldRecord) => Number(id.split('-')[1]) % badEvery === 0

/** Again and again, until `gone` aborts. @throws what else fails */
async function untilGone(gone: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    while (!gone.aborted) await work()
  } catch (error) {
    if (!gone.aborted) throw error
  }
}
