import type { Queue, ReceivedMessage, ReceiveRequest } from '../../sqs-layer/index.ts'
import type { AnswerBody, BytesCall } from '../operation.ts'
import { invalidValue } from './errors.ts'
import { defineOperation, type SqsContext } from './operation.ts'
import { addressedArn, openQueue } from './queue-address.ts'
import { checkRange } from './queue-name.ts'
import { receiveBytes } from './receive-bytes.ts'
import {
  messageAttributeFilter,
  messageAttributesOf,
  systemAttributesOf,
  wantedSystemAttributes,
} from './receive-filters.ts'
import { countRange, waitRange } from './receive-ranges.ts'
import { type MessageTail, receivedJson } from './received-json.ts'
import type { ReceiveMessageRequest } from './shapes.ts'
import { visibilityRange } from './visibility.ts'

const noMessages = Buffer.from('{}')

/** What a receive looks at of its call. */
type ReceiveCall = Pick<BytesCall, 'caller' | 'signal' | 'beginToWait'>

/**
 * Receives up to ten messages; waits for one if none is there and the request or the queue says so.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 * @throws QueueDoesNotExist, InvalidParameterValue, InvalidAttributeName, OverLimit, RequestThrottled
 */
export const receiveMessage = defineOperation({
  name: 'ReceiveMessage',
  access: { action: 'sqs:ReceiveMessage', resource: addressedArn },
  async run(input, context, call) {
    const { messages, tailOf } = await receive(input, context, call)
    if (messages.length === 0) return {}
    return {
      Messages: messages.map((message) => ({
        MessageId: message.messageId,
        ReceiptHandle: message.receiptHandle,
        MD5OfBody: message.bodyMd5,
        Body: message.body.toString(),
        ...tailOf(message),
      })),
    }
  },
  bytes: receiveBytes,
  runToBody(input, context, call) {
    return call.protocol.name === 'json' ? receiveToJson(input, context, call) : undefined
  },
})

interface Received {
  readonly messages: readonly ReceivedMessage[]
  /** What the request wants to know of a message beside its body. */
  tailOf(message: ReceivedMessage): MessageTail
}

async function receive(
  input: ReceiveMessageRequest,
  { queues }: SqsContext,
  call: ReceiveCall,
): Promise<Received> {
  const { AttributeNames = [], MessageSystemAttributeNames = [], MessageAttributeNames = [] } = input
  const wanted = wantedSystemAttributes([...AttributeNames, ...MessageSystemAttributeNames])
  const queue = await openQueue(input, queues, call.caller)
  const request = receiveRequest(input, queue)
  const mayWait = (request.waitTimeSeconds ?? queue.state.settings.receiveMessageWaitTimeSeconds) > 0
  if (mayWait) call.beginToWait()
  /* A signal costs more than a small call, and only who waits needs one. */
  const messages = await queue.receive(request, mayWait ? call.signal : undefined)
  const isWanted = messageAttributeFilter(MessageAttributeNames)
  const tailOf = (message: ReceivedMessage) => ({
    Attributes: systemAttributesOf(message, wanted),
    ...messageAttributesOf(message, isWanted),
  })
  return { messages, tailOf }
}

async function receiveToJson(
  input: ReceiveMessageRequest,
  context: SqsContext,
  call: BytesCall,
): Promise<AnswerBody> {
  const { messages, tailOf } = await receive(input, context, call)
  return messages.length === 0 ? { bytes: noMessages } : receivedJson(messages, call.protocol, tailOf)
}

function receiveRequest(input: ReceiveMessageRequest, { state }: Queue): ReceiveRequest {
  const { MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds, ReceiveRequestAttemptId } = input
  checkRange('MaxNumberOfMessages', MaxNumberOfMessages, countRange)
  checkRange('WaitTimeSeconds', WaitTimeSeconds, waitRange)
  checkRange('VisibilityTimeout', VisibilityTimeout, visibilityRange)
  if (ReceiveRequestAttemptId !== undefined) checkAttemptId(ReceiveRequestAttemptId, state.isFifo)
  return {
    countMax: MaxNumberOfMessages ?? 1,
    ...(VisibilityTimeout !== undefined && { visibilityTimeout: VisibilityTimeout }),
    ...(WaitTimeSeconds !== undefined && { waitTimeSeconds: WaitTimeSeconds }),
    ...(ReceiveRequestAttemptId !== undefined && { attemptId: ReceiveRequestAttemptId }),
  }
}

/** Source of the first text: https://github.com/awspring/spring-cloud-aws/issues/579. The second is that of the other ids. */
function checkAttemptId(id: string, isFifo: boolean): void {
  const name = 'ReceiveRequestAttemptId'
  if (!isFifo) {
    throw invalidValue(name, id, 'The request include parameter that is not valid for this queue type.')
  }
  if (!/^[!-~]{1,128}$/.test(id)) {
    throw invalidValue(
      name,
      id,
      `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    )
  }
}
