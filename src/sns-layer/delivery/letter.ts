import { unknownSnsEvent } from '../errors.ts'
import type { TopicMessage } from '../topic-message.ts'

/** Asks an endpoint whether it wants to be subscribed, or tells it that it is no more. */
export interface ConfirmationLetter {
  readonly type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  readonly messageId: string
  /** By which the subscription is confirmed, or again. */
  readonly token: string
  readonly timeMs: number
}

/** What is delivered to one subscription. */
export type Letter = { readonly type: 'Notification'; readonly message: TopicMessage } | ConfirmationLetter

/*
 * A letter in the log of its lane is JSON: a letter, with the values of binary attributes in base64 and what is undefined left out. Names
 * and members are part of the disk format.
 */
interface StoredAttribute {
  readonly name: string
  readonly dataType: string
  readonly value?: string
  readonly base64?: string
}

export function letterBytes(letter: Letter): Buffer {
  if (letter.type !== 'Notification') return Buffer.from(JSON.stringify(letter))
  const attributes = letter.message.attributes.map(
    ({ name, dataType, value }): StoredAttribute =>
      typeof value === 'string'
        ? { name, dataType, value }
        : { name, dataType, base64: Buffer.from(value).toString('base64') },
  )
  return Buffer.from(JSON.stringify({ ...letter, message: { ...letter.message, attributes } }))
}

/** @throws SNS_EVENT_UNKNOWN for one that a newer version wrote */
export function letterOf(bytes: Uint8Array): Letter {
  const letter = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()) as Letter
  switch (letter.type) {
    case 'Notification':
      return { ...letter, message: messageOf(letter.message) }
    case 'SubscriptionConfirmation':
    case 'UnsubscribeConfirmation':
      return letter
    default:
      throw unknownSnsEvent((letter satisfies never as { type: unknown }).type)
  }
}

/** Whether two letters are of one message is in this id: it stays the same over all attempts. */
export function messageIdOf(letter: Letter): string {
  return letter.type === 'Notification' ? letter.message.messageId : letter.messageId
}

function messageOf(stored: TopicMessage): TopicMessage {
  const attributes = (stored.attributes as readonly StoredAttribute[]).map(
    ({ name, dataType, value = '', base64 }) => ({
      name,
      dataType,
      value: base64 === undefined ? value : Buffer.from(base64, 'base64'),
    }),
  )
  const { subject, groupId, deduplicationId, sequenceNumber } = stored
  return { ...stored, subject, groupId, deduplicationId, sequenceNumber, attributes }
}
