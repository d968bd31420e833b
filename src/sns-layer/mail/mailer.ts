import type { SendOutcome } from '../send-outcome.ts'

/** A mail to one address, in plain text. */
export interface Mail {
  /** Of `isEmailAddress`. */
  readonly to: string
  /** Shown beside the sender's address. */
  readonly senderName?: string
  readonly subject: string
  readonly text: string
  /** The same on every attempt, so that a mail that comes twice can be known. Printable ASCII without spaces. */
  readonly id: string
}

/** Sends mails. Never rejects: what fails is an outcome. */
export interface Mailer {
  send(mail: Mail, signal: AbortSignal): Promise<SendOutcome>
  close(): void
}
