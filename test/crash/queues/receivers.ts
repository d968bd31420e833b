import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { idOf } from '../payload.ts'
import type { MessageLedger } from './message-ledger.ts'
import { type QueuePair, visibilitySeconds } from './queue-pair.ts'

/** One message in so many is never worked off: it is given back until it is a dead letter. */
const badEvery = 7
/** A delete that is answered later than this after its receive may have come too late, and then has deleted nothing. */
const certainMs = (visibilitySeconds * 1000) / 2

/** Between two tasks that move dead letters back. */
const redriveMs = 100

interface Held {
  readonly id: string
  readonly handle: string
}

/** What is known of a receive's answer. @returns those that were sent, with their handles */
export async function receive(
  client: SQSClient,
  ledger: MessageLedger,
  queue: string,
  options: { seconds?: number; signal?: AbortSignal } = {},
): Promise<Held[]> {
  const request = new ReceiveMessageCommand({
    QueueUrl: queue,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    ...(options.seconds !== undefined && { VisibilityTimeout: options.seconds }),
  })
  const { signal } = options
  const { Messages = [] } = await client.send(request, signal && { abortSignal: signal })
  const handles = new Map<string | undefined, string>()
  const seen = Messages.map(({ Body = '', ReceiptHandle = '', MessageId = '', Attributes }) => {
    const id = idOf(Buffer.from(Body, 'base64'))
    handles.set(id, ReceiptHandle)
    return { id, messageId: MessageId, receiveCount: Number(Attributes?.ApproximateReceiveCount) }
  })
  return ledger.received(queue, seen).map((id) => ({ id, handle: handles.get(id) ?? '' }))
}

/** Receives and deletes, and gives bad messages back, until `signal` aborts or the server is gone. @throws what else fails */
export async function workUntilGone(
  client: SQSClient,
  ledger: MessageLedger,
  { source }: QueuePair,
  signal: AbortSignal,
): Promise<void> {
  try {
    while (!signal.aborted) {
      const receivedMs = performance.now()
      const held = await receive(client, ledger, source, { signal })
      const [bad, good] = [held.filter(isBad), held.filter((each) => !isBad(each))]
      await remove(client, ledger, source, good, () => performance.now() - receivedMs < certainMs)
      for (const { handle: ReceiptHandle } of bad) {
        const shown = { QueueUrl: source, ReceiptHandle, VisibilityTimeout: 0 }
        await client.send(new ChangeMessageVisibilityCommand(shown))
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const isBad = ({ id }: Held) => Number(id.split('-')[1]) % badEvery === 0

/** Deletes, singly or in a batch. @param isCertain whether the receive is the last one still, by the clock */
export async function remove(
  client: SQSClient,
  ledger: MessageLedger,
  QueueUrl: string,
  held: readonly Held[],
  isCertain: () => boolean,
): Promise<void> {
  for (const { id } of held) ledger.deleting(id)
  if (held.length === 0) return
  if (randomInt(2) === 0) {
    for (const { id, handle: ReceiptHandle } of held) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
      if (isCertain()) ledger.deleted(id)
    }
    return
  }
  const Entries = held.map(({ handle: ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle }))
  const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
  if (Failed.length > 0) throw new Error(`a delete was refused: ${Failed[0]?.Message}`)
  if (isCertain()) for (const { id } of held) ledger.deleted(id)
}

/** Moves dead letters back, again and again, until `signal` aborts or the server is gone. @throws what else fails */
export async function redriveUntilGone(
  client: SQSClient,
  { deadArn }: QueuePair,
  signal: AbortSignal,
): Promise<number> {
  let tasks = 0
  try {
    while (!signal.aborted) {
      try {
        await client.send(new StartMessageMoveTaskCommand({ SourceArn: deadArn }))
        tasks++
      } catch (error) {
        if (!isAlreadyRunning(error)) throw error
      }
      await delay(redriveMs)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return tasks
}

/** AWS has no name of its own for it. */
function isAlreadyRunning(error: unknown): boolean {
  return error instanceof SQSServiceException && error.message.startsWith('There is already a task running.')
}
