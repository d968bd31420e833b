import { hasCode } from '../base/index.ts'
import type { FirehoseSink } from '../firehose-sink/index.ts'
import type { Functions } from '../functions/index.ts'
import { HttpClient } from '../http-client/index.ts'
import type { LogStore } from '../log/index.ts'
import {
  Deliveries,
  deadLetterOf,
  FirehoseTarget,
  HttpTarget,
  LambdaTarget,
  MailTarget,
  PushTarget,
  SignedLetters,
  SmsTarget,
  type SubscriptionLookup,
  type Target,
} from '../sns-layer/delivery/index.ts'
import type { Links } from '../sns-layer/envelope/index.ts'
import {
  Envelopes,
  filterPolicies,
  openTopics,
  parseSubscriptionArn,
  parseTopicArn,
  type Topics,
} from '../sns-layer/index.ts'
import { SmtpMailer } from '../sns-layer/mail/index.ts'
import type { Signer } from '../sns-layer/signing/index.ts'
import type { Queues } from '../sqs-layer/index.ts'
import { deliveryStreamsOf } from './firehose-puts.ts'
import type { OpenMessaging } from './messaging.ts'
import type { Options } from './option-table.ts'
import type { ServerPorts } from './server-ports.ts'

/** By what subscribers know that a message is this server's, and where they find it. */
export interface SnsIdentity {
  readonly signer: Signer
  readonly links: Links
}

export interface SnsParts extends SnsIdentity {
  readonly options: Options
  readonly ports: ServerPorts
  readonly store: LogStore
  readonly queues: Queues
  readonly functions: Functions
  readonly firehose: FirehoseSink
  readonly messaging: OpenMessaging
}

export interface Sns {
  readonly topics: Topics
  readonly deliveries: Deliveries
  /** Resolves when none is under way any more. To be called before what they go by is closed. */
  stopDeliveries(): Promise<void>
  /** To be called then. Resolves when nothing of this is on its way to the store any more. */
  close(): Promise<void>
}

/** As many as deliveries may be under way, to one host or to many: those that hang have slots of their own. */
const socketsMax = 1024

/** Topics, and the deliveries to what is subscribed to them. @throws as openTopics and Deliveries.open */
export async function openSns(parts: SnsParts): Promise<Sns> {
  const { options, ports, store, queues } = parts
  const { limits } = options
  const allowPrivateAddresses = options.reach === 'any'
  const client = new HttpClient({
    ...ports,
    allowPrivateAddresses,
    socketsMax,
    socketsPerHostMax: socketsMax,
  })
  const mailer = mailerOf(options)
  const letters = new SignedLetters(parts)
  const deliveries = await Deliveries.open({
    ...ports,
    store,
    targets: targetsOf(parts, { client, letters, mailer }),
    deadLetterQueue: (arn) => queues.destination(arn),
    queueMessageOf: (delivery, message, toFifo) =>
      deadLetterOf(delivery, message, { toFifo, envelopeOf: (of) => letters.envelopeOf(of) }),
  })
  const envelopes = new Envelopes(parts.signer, parts.links)
  const sns = { ...ports, store, limits, queues, filters: filterPolicies, envelopes }
  const topics = await openTopics({ ...sns, deliveries })
  parts.messaging.publishEventsTo(topics)
  deliveries.start(lookupIn(topics))
  return {
    topics,
    deliveries,
    async stopDeliveries() {
      await deliveries.close()
      client.close()
      mailer?.close()
    },
    close: () => topics.close(),
  }
}

interface Ways {
  readonly client: HttpClient
  readonly letters: SignedLetters
  readonly mailer: SmtpMailer | undefined
}

/** All that subscriptions may be of, but queues. */
function targetsOf(
  { functions, firehose, messaging, links }: SnsParts,
  { client, letters, mailer }: Ways,
): Target[] {
  const { applications, pushSender, smsSender } = messaging
  return [
    new HttpTarget({ client, letters }),
    new LambdaTarget({ functions, letters }),
    new FirehoseTarget({ streams: deliveryStreamsOf(firehose), letters }),
    new MailTarget({ mailer, links, letters }),
    new SmsTarget(smsSender),
    new PushTarget({ applications, sender: pushSender }),
  ]
}

/** The options come together, or not at all. */
function mailerOf({ smtp: url, mailFrom: sender }: Options): SmtpMailer | undefined {
  return url === undefined || sender === undefined ? undefined : new SmtpMailer({ url, sender })
}

function lookupIn(topics: Topics): SubscriptionLookup {
  return {
    async subscribed(arn) {
      const name = parseSubscriptionArn(arn)
      try {
        return name && (await topics.subscription(name))
      } catch (error) {
        if (hasCode(error, 'SUBSCRIPTION_NOT_FOUND')) return undefined
        throw error
      }
    },
    topic(arn) {
      const name = parseTopicArn(arn)
      return name && topics.control.find(name)
    },
  }
}
