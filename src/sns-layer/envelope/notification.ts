import type { MessageAttribute } from '../../sqs-layer/index.ts'
import type { Seal } from '../signing/index.ts'
import { type EnvelopeMembers, envelopeText, Json } from './envelope-text.ts'
import type { Links } from './links.ts'

/** What a notification says of a published message. */
export interface NotifiedMessage {
  readonly messageId: string
  readonly topicArn: string
  readonly subject: string | undefined
  readonly attributes: readonly MessageAttribute[]
  /** When it was published. */
  readonly timeMs: number
  /** Of a FIFO topic. */
  readonly sequenceNumber: string | undefined
  /** Whether it comes from the archive. */
  readonly replayed: boolean
}

/** What stands where the link of a subscription goes: no text of a message can hold it unescaped. */
const linkPlace = '\u0000'

/**
 * The JSON that subscribers get of one message, to queues as by HTTP: made once, but for the link to end the subscription.
 * Source: SNS Developer Guide, "HTTP/HTTPS notification JSON format" and "Fanout to Amazon SQS queues".
 */
export class Notification {
  readonly #head: Buffer
  readonly #tail: Buffer
  readonly #links: Links

  /** @param text what the protocol of the subscribers gets @param seal undefined for FIFO topics, whose messages AWS does not sign */
  constructor(
    message: NotifiedMessage,
    text: string,
    { seal, links }: { seal: Seal | undefined; links: Links },
  ) {
    const [head, tail] = envelopeText(membersOf(message, text, seal)).split(linkPlace)
    this.#head = Buffer.from(head!)
    this.#tail = Buffer.from(tail!)
    this.#links = links
  }

  /** UTF-8, in memory of its own. */
  bytesFor(subscriptionArn: string): Buffer {
    const link = JSON.stringify(this.#links.unsubscribe(subscriptionArn)).slice(1, -1)
    return Buffer.concat([this.#head, Buffer.from(link), this.#tail])
  }
}

function membersOf(message: NotifiedMessage, text: string, seal: Seal | undefined): EnvelopeMembers {
  return [
    ['Type', 'Notification'],
    ['MessageId', message.messageId],
    ['SequenceNumber', message.sequenceNumber],
    ['TopicArn', message.topicArn],
    ['Subject', message.subject],
    ['Message', text],
    ['Timestamp', timestampOf(message.timeMs)],
    ['SignatureVersion', seal?.version],
    ['Signature', seal?.signature],
    ['SigningCertURL', seal?.certificateUrl],
    ['UnsubscribeURL', new Json(`"${linkPlace}"`)],
    ['MessageAttributes', attributesJson(message.attributes)],
    ['Replayed', message.replayed ? new Json('true') : undefined],
  ]
}

/** With milliseconds: `2012-05-02T00:54:06.655Z`. */
export function timestampOf(timeMs: number): string {
  return new Date(timeMs).toISOString()
}

function attributesJson(attributes: readonly MessageAttribute[]): Json | undefined {
  if (attributes.length === 0) return undefined
  const lines = attributes.map(({ name, dataType, value }) => {
    const text = typeof value === 'string' ? value : Buffer.from(value).toString('base64')
    return `    ${JSON.stringify(name)} : ${JSON.stringify({ Type: dataType, Value: text })}`
  })
  return new Json(`{\n${lines.join(',\n')}\n  }`)
}
