/** The members of an envelope that a signature can be about. Undefined ones are not. */
export interface SignedMembers {
  readonly Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  readonly MessageId: string
  readonly TopicArn: string
  readonly Message: string
  readonly Timestamp: string
  /** Of a notification that has one. */
  readonly Subject?: string | undefined
  /** The last two are of confirmations. */
  readonly SubscribeURL?: string | undefined
  readonly Token?: string | undefined
}

const inOrder = [
  'Message',
  'MessageId',
  'Subject',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const

/**
 * Names and values in the order of their names, each with a line feed behind it.
 * Source: SNS Developer Guide, "Verifying the signatures of Amazon SNS messages".
 */
export function stringToSign(members: SignedMembers): string {
  let text = ''
  for (const name of inOrder) {
    const value = members[name]
    if (value !== undefined) text += `${name}\n${value}\n`
  }
  return text
}
