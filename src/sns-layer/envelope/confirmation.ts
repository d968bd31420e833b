import type { Signer } from '../signing/index.ts'
import { envelopeText } from './envelope-text.ts'
import type { Links } from './links.ts'
import { timestampOf } from './notification.ts'

export interface ConfirmationRequest {
  readonly messageId: string
  readonly topicArn: string
  readonly token: string
  readonly timeMs: number
  /** The topic's. */
  readonly signatureVersion: '1' | '2'
}

/**
 * What an endpoint gets that is to confirm its subscription.
 * Source: SNS Developer Guide, "HTTP/HTTPS subscription confirmation JSON format".
 */
export function subscriptionConfirmation(
  request: ConfirmationRequest,
  parts: ConfirmationParts,
): Promise<string> {
  const message =
    `You have chosen to subscribe to the topic ${request.topicArn}.\n` +
    'To confirm the subscription, visit the SubscribeURL included in this message.'
  return confirmation('SubscriptionConfirmation', message, request, parts)
}

/**
 * What an endpoint gets whose subscription has ended, with a link that makes it anew.
 * Source: SNS Developer Guide, "HTTP/HTTPS unsubscribe confirmation JSON format".
 */
export function unsubscribeConfirmation(
  request: ConfirmationRequest & { readonly subscriptionArn: string },
  parts: ConfirmationParts,
): Promise<string> {
  const message =
    `You have chosen to deactivate subscription ${request.subscriptionArn}.\n` +
    'To cancel this operation and restore the subscription, visit the SubscribeURL included in this message.'
  return confirmation('UnsubscribeConfirmation', message, request, parts)
}

export interface ConfirmationParts {
  readonly signer: Signer
  readonly links: Links
}

async function confirmation(
  Type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
  Message: string,
  { messageId: MessageId, token: Token, topicArn: TopicArn, timeMs, signatureVersion }: ConfirmationRequest,
  { signer, links }: ConfirmationParts,
): Promise<string> {
  const SubscribeURL = links.confirm(TopicArn, Token)
  const Timestamp = timestampOf(timeMs)
  const signed = { Type, MessageId, Token, TopicArn, Message, SubscribeURL, Timestamp }
  const seal = await signer.seal(signed, signatureVersion)
  return envelopeText([
    ...Object.entries(signed),
    ['SignatureVersion', seal.version],
    ['Signature', seal.signature],
    ['SigningCertURL', seal.certificateUrl],
  ])
}
