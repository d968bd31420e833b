import type { OutgoingMessage, Queue, SendOutcome, SentMessage } from '../../sqs-layer/index.ts'
import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import { EntriesBody } from './entries-body.ts'
import type { SqsContext } from './operation.ts'
import { isMessageName } from './outgoing-message.ts'
import { SentJson } from './sent-json.ts'

/* One call's at a time: nothing gives way between its scan and the commit. */
const scanned = new EntriesBody('MessageBody', ['MessageGroupId', 'MessageDeduplicationId'])

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
  return scanned.hasGoodIds ? send(context, call, true, inGeneral) : undefined
}

/** The same for SendMessage. */
export function sendMessageBytes(
  request: ApiRequest,
  context: SqsContext,
  call: BytesCall,
  inGeneral: SendAnswer,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scanMessage(request.body)) return undefined
  return send(context, call, false, inGeneral)
}

function send(
  { opened }: SqsContext,
  call: BytesCall,
  isBatch: boolean,
  inGeneral: SendAnswer,
): Promise<ApiResponse> | undefined {
  const found = scanned.queueIn(opened, call.caller)
  if (found === undefined) return undefined
  call.authorize(found.arn)
  if (!scanned.hasNames)
    return found.queue.sendPlain(scanned, call.caller.account, new SentJson(call, scanned, isBatch))
  const messages = outgoingMessages()
  return messages && answer(found.queue, messages, isBatch ? scanned.ids() : [], call, inGeneral)
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
      body: scanned.text(i),
      ...(groupId !== undefined && { groupId }),
      ...(deduplicationId !== undefined && { deduplicationId }),
    })
  }
  return messages
}

async function answer(
  queue: Queue,
  messages: readonly OutgoingMessage[],
  ids: readonly string[],
  { caller, protocol }: BytesCall,
  inGeneral: SendAnswer,
): Promise<ApiResponse> {
  const outcomes = await queue.send(messages, caller.account)
  const isSent = outcomes.every(({ kind }) => kind === 'sent')
  const body = isSent ? sentAnswer(outcomes as readonly SentMessage[], ids) : inGeneral(outcomes, ids)
  return { status: 200, headers: { 'content-type': protocol.contentType }, body }
}

function sentAnswer(sent: readonly SentMessage[], ids: readonly string[]): Buffer {
  let text = ''
  for (let i = 0; i < sent.length; i++) {
    const { messageId, bodyMd5, sequenceNumber } = sent[i]!
    text +=
      ids.length === 0
        ? messageAnswer(messageId, bodyMd5, sequenceNumber)
        : entryAnswer(i, ids[i]!, messageId, bodyMd5, sequenceNumber)
  }
  return bodyOf(text, ids)
}

/* In ASCII, with nothing to escape: ids of entries are letters, digits, hyphens and underscores. */

function bodyOf(answers: string, ids: readonly string[]): Buffer {
  return Buffer.from(ids.length === 0 ? answers : `{"Successful":[${answers}],"Failed":[]}`, 'latin1')
}

function entryAnswer(i: number, id: string, messageId: string, bodyMd5: string, sequenceNumber?: string) {
  const separator = i === 0 ? '' : ','
  return `${separator}{"Id":"${id}","MessageId":"${messageId}","MD5OfMessageBody":"${bodyMd5}"${tailOf(sequenceNumber)}`
}

function messageAnswer(messageId: string, bodyMd5: string, sequenceNumber?: string): string {
  return `{"MD5OfMessageBody":"${bodyMd5}","MessageId":"${messageId}"${tailOf(sequenceNumber)}`
}

function tailOf(sequenceNumber: string | undefined): string {
  return sequenceNumber === undefined ? '}' : `,"SequenceNumber":"${sequenceNumber}"}`
}
