import type { OutgoingMessage, Queue, SendOutcome, SentMessage } from '../../sqs-layer/index.ts'
import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import { isBatchOfIds } from './batch.ts'
import type { SqsContext } from './operation.ts'
import { isMessageName } from './outgoing-message.ts'
import { addressedArn, openedQueue } from './queue-address.ts'
import { SendBody } from './send-body.ts'

/* One call's at a time: nothing gives way between its scan and the commit. */
const scanned = new SendBody()

/** What becomes of a call that is not answered in the common way: the general path's own answer to these outcomes. */
export type SendAnswer = (outcomes: readonly SendOutcome[], ids: readonly string[]) => Buffer

/**
 * SendMessageBatch from the bytes of a JSON body to the bytes of the answer, without a text of a message's body. Takes calls of the common
 * shape to queues that are open; what is unusual or wrong is left to the general path, with nothing done.
 */
export function sendBatchBytes(
  request: ApiRequest,
  context: SqsContext,
  call: BytesCall,
  inGeneral: SendAnswer,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scanBatch(request.body)) return undefined
  const ids = Array.from({ length: scanned.count }, (_, i) => scanned.name(i, 'Id') ?? '')
  return isBatchOfIds(ids) ? send(context, call, ids, inGeneral) : undefined
}

/** The same for SendMessage. */
export function sendMessageBytes(
  request: ApiRequest,
  context: SqsContext,
  call: BytesCall,
  inGeneral: SendAnswer,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scanMessage(request.body)) return undefined
  return send(context, call, [], inGeneral)
}

function send(
  { queues }: SqsContext,
  call: BytesCall,
  ids: readonly string[],
  inGeneral: SendAnswer,
): Promise<ApiResponse> | undefined {
  const address = { QueueUrl: scanned.queueUrl }
  const queue = openedQueue(address, queues, call.caller)
  const messages = queue === undefined ? undefined : outgoingMessages()
  if (queue === undefined || messages === undefined) return undefined
  call.authorize(addressedArn(address, call.caller))
  return answer(queue, messages, call, (outcomes) => {
    if (outcomes.some(({ kind }) => kind === 'refused')) return inGeneral(outcomes, ids)
    const sent = outcomes as readonly SentMessage[]
    return Buffer.from(ids.length === 0 ? messageAnswer(sent[0]!) : batchAnswer(sent, ids), 'latin1')
  })
}

/** @returns undefined for a name that is not in order */
function outgoingMessages(): OutgoingMessage[] | undefined {
  const messages: OutgoingMessage[] = []
  for (let i = 0; i < scanned.count; i++) {
    const groupId = scanned.name(i, 'MessageGroupId')
    const deduplicationId = scanned.name(i, 'MessageDeduplicationId')
    if (groupId !== undefined && !isMessageName(groupId)) return undefined
    if (deduplicationId !== undefined && !isMessageName(deduplicationId)) return undefined
    messages.push({
      body: scanned.messageBody(i),
      ...(groupId !== undefined && { groupId }),
      ...(deduplicationId !== undefined && { deduplicationId }),
    })
  }
  return messages
}

async function answer(
  queue: Queue,
  messages: readonly OutgoingMessage[],
  { caller, protocol }: BytesCall,
  encode: (outcomes: readonly SendOutcome[]) => Buffer,
): Promise<ApiResponse> {
  const outcomes = await queue.send(messages, caller.account)
  return { status: 200, headers: { 'content-type': protocol.contentType }, body: encode(outcomes) }
}

/* In ASCII, with nothing to escape: ids of entries are letters, digits, hyphens and underscores. */

function batchAnswer(sent: readonly SentMessage[], ids: readonly string[]): string {
  let entries = ''
  for (let i = 0; i < sent.length; i++) {
    const { messageId, bodyMd5, sequenceNumber } = sent[i]!
    const separator = i === 0 ? '' : ','
    entries += `${separator}{"Id":"${ids[i]}","MessageId":"${messageId}","MD5OfMessageBody":"${bodyMd5}"${tailOf(sequenceNumber)}`
  }
  return `{"Successful":[${entries}],"Failed":[]}`
}

function messageAnswer({ messageId, bodyMd5, sequenceNumber }: SentMessage): string {
  return `{"MD5OfMessageBody":"${bodyMd5}","MessageId":"${messageId}"${tailOf(sequenceNumber)}`
}

function tailOf(sequenceNumber: string | undefined): string {
  return sequenceNumber === undefined ? '}' : `,"SequenceNumber":"${sequenceNumber}"}`
}
