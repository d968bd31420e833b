/*
 * What the mails say: the subjects and the order of their parts are those of AWS's mails, the words are ours.
 */

/** Source: Publish in the API reference: a subject has up to 100 characters. Without one AWS's mails have this. */
const subjectWithout = 'AWS Notification Message'

export interface ConfirmationRequest {
  readonly topicArn: string
  /** Where a GET confirms the subscription. */
  readonly confirmUrl: string
}

export function confirmationText({ topicArn, confirmUrl }: ConfirmationRequest): string {
  return [
    'You have chosen to subscribe to the topic:',
    topicArn,
    '',
    'To confirm this subscription, visit this link:',
    confirmUrl,
    '',
    'If this was an error, there is nothing to do: without a confirmation nothing is sent to you.',
    '',
  ].join('\n')
}

export const confirmationSubject = 'AWS Notification - Subscription Confirmation'

export interface Notification {
  readonly subject?: string | undefined
  readonly message: string
  /** Where a GET ends the subscription. */
  readonly unsubscribeUrl: string
}

export function notificationText({ message, unsubscribeUrl }: Notification): string {
  return [
    message,
    '',
    '--',
    'If you wish to stop receiving notifications from this topic, visit this link to unsubscribe:',
    unsubscribeUrl,
    '',
  ].join('\n')
}

export function notificationSubject({ subject }: Pick<Notification, 'subject'>): string {
  return subject === undefined || subject === '' ? subjectWithout : subject
}
