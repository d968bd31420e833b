import type { Transporter } from 'nodemailer'
import type { SendOutcome } from '../send-outcome.ts'
import type { Mail, Mailer } from './mailer.ts'

/** No attempt waits longer than this for a server: the next mail is behind it. In milliseconds. */
const timeoutsMs = { dns: 10_000, connection: 10_000, greeting: 10_000, socket: 30_000 }

/** Connections that are kept open and used again. */
const connectionsMax = 4

export interface SmtpMailerOptions {
  /** `smtp://user:password@host:port`, or `smtps://…` for TLS from the first byte. */
  readonly url: string
  /** The address that mails come from. */
  readonly sender: string
}

/** Sends mails by an SMTP server. Its software is loaded, and the server called, with the first mail. */
export class SmtpMailer implements Mailer {
  readonly #options: SmtpMailerOptions
  #transport: Promise<Transporter> | undefined

  constructor(options: SmtpMailerOptions) {
    this.#options = options
  }

  async send(mail: Mail, signal: AbortSignal): Promise<SendOutcome> {
    this.#transport ??= openTransport(this.#options.url)
    const transport = await this.#transport
    return await Promise.race([this.#send(transport, mail), abandoned(signal)])
  }

  close(): void {
    void this.#transport?.then((transport) => transport.close())
    this.#transport = undefined
  }

  async #send(
    transport: Transporter,
    { to, senderName = '', subject, text, id }: Mail,
  ): Promise<SendOutcome> {
    const { sender } = this.#options
    try {
      /* Addresses as objects: a text would be read as a list of several. */
      await transport.sendMail({
        from: { name: senderName, address: sender },
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
        /* No vacation reply, please. Source: RFC 3834. */
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return { kind: 'delivered' }
    } catch (error) {
      return outcomeOf(error)
    }
  }
}

async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    pool: true,
    maxConnections: connectionsMax,
    dnsTimeout: timeoutsMs.dns,
    connectionTimeout: timeoutsMs.connection,
    greetingTimeout: timeoutsMs.greeting,
    socketTimeout: timeoutsMs.socket,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/**
 * A refusal is about this mail only when it answers its sender, recipient or text, with a status of 500 and more (RFC 5321, 4.2.1). What
 * goes wrong before, a login among it, is about the server, and its operator may mend it.
 */
function outcomeOf(error: unknown): SendOutcome {
  const { code, responseCode, message } = error as { code?: string; responseCode?: number; message: string }
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  const isFinal = responseCode === undefined || responseCode >= 500
  return { kind: isAboutMail && isFinal ? 'permanent' : 'retry', reason: message }
}

function abandoned(signal: AbortSignal): Promise<SendOutcome> {
  const outcome: SendOutcome = {
    kind: 'retry',
    reason: 'The attempt was given up before the mail server answered.',
  }
  if (signal.aborted) return Promise.resolve(outcome)
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(outcome), { once: true })
  })
}
