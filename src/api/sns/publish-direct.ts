import {
  attributeTexts,
  defaultTopicSettings,
  invalidParameter,
  type Messaging,
  type PublishRequest,
  sizeOfRequest,
} from '../../sns-layer/index.ts'
import { checkSmsText, settingsOf } from '../../sns-layer/sms/index.ts'
import type { Caller } from '../caller.ts'
import { snsError } from './errors.ts'
import { readPhoneNumber } from './phone-number-input.ts'
import { messageBytesMax, publishRequest } from './publish-entry.ts'
import type { PublishInput } from './shapes.ts'

/*
 * Publish to one person, without a topic. It is answered when the push service, the gateway or the outbox has the message, or has said that it
 * will never take it (then it is counted and told as AWS tells it: by events, by disabled endpoints, in the log). When it cannot be handed over
 * now the call fails, and may be made again: so nothing is acknowledged that is not out of the house.
 */
export interface DirectCall {
  readonly messaging: Messaging
  readonly caller: Caller
  readonly nowMs: number
  readonly signal: AbortSignal
}

/** What a message without a topic is checked by. */
const noTopic = { isFifo: false, settings: defaultTopicSettings }

/** @returns the message's id @throws TOPIC_PARAMETER_INVALID, SMS_PARAMETER_INVALID, ParameterValueInvalid, InternalError */
export async function publishToPhone(input: PublishInput, call: DirectCall): Promise<string> {
  const { messaging, caller, signal } = call
  const phoneNumber = readPhoneNumber('PhoneNumber', input.PhoneNumber ?? '')
  const request = directRequest(input)
  const message = request.messageOf.sms ?? request.message
  checkSmsText(message)
  const settings = settingsOf(attributeTexts(request.attributes))
  const { account, region } = caller
  const messageId = messaging.newMessageId()
  const order = { owner: { account, region }, messageId, phoneNumber, message, settings }
  messaging.smsSender.check(order)
  return handedOver(messageId, await messaging.smsSender.send(order, signal))
}

/** @returns the message's id @throws PUSH_…, TOPIC_PARAMETER_INVALID, ParameterValueInvalid, InternalError */
export async function publishToEndpoint(
  endpointArn: string,
  input: PublishInput,
  { messaging, nowMs, signal }: DirectCall,
): Promise<string> {
  const request = directRequest(input)
  messaging.pushSender.check(endpointArn)
  const messageId = messaging.newMessageId()
  const order = {
    endpointArn,
    messageId,
    attempt: 1,
    ownText: (platform: keyof PublishRequest['messageOf']) => request.messageOf[platform],
    text: request.message,
    attribute: attributeTexts(request.attributes),
    publishedMs: nowMs,
  }
  return handedOver(messageId, await messaging.pushSender.send(order, signal))
}

function directRequest(input: PublishInput): PublishRequest {
  const request = publishRequest(input, noTopic)
  if (sizeOfRequest(request) > messageBytesMax) throw invalidParameter('Message too long')
  return request
}

function handedOver(messageId: string, outcome: { kind: string; reason?: string }): string {
  if (outcome.kind !== 'retry') return messageId
  throw snsError('InternalErrorException', `The message cannot be delivered now: ${outcome.reason}`)
}
