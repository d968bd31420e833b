import { createSnsService } from '../api/sns/index.ts'
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
import {
  Envelopes,
  filterPolicies,
  openTopics,
  parseSubscriptionArn,
  parseTopicArn,
  type Topics,
} from '../sns-layer/index.ts'
import { SmtpMailer } from '../sns-layer/mail/index.ts'
import type { Queues } from '../sqs-layer/index.ts'
import { deliveryMetrics } from './delivery-metrics.ts'
import { deliveryStreamsOf } from './firehose-puts.ts'
import { type OpenMessaging, openMessaging } from './messaging.ts'
import type { OpenService } from './open-service.ts'
import type { Options } from './option-table.ts'
import type { ServerPorts } from './server-ports.ts'
import type { SnsIdentity } from './sns-identity.ts'
import { topicMetrics } from './topic-metrics.ts'

interface SnsParts {
  readonly store: LogStore
  /** The data folder. */
  readonly directory: string
  readonly identity: SnsIdentity
  readonly queues: Queues
  readonly functions: Functions
  /** Delivery streams that are subscribed to a topic: with the first message to one. */
  readonly firehose: () => Promise<FirehoseSink>
}

/** As many as deliveries may be under way, to one host or to many: those that hang have slots of their own. */
const socketsMax = 1024

/** SNS: topics, the deliveries to what is subscribed to them, and messages to people. @throws as openMessaging, openTopics and Deliveries.open */
export async function openSns(options: Options, ports: ServerPorts, parts: SnsParts): Promise<OpenService> {
  const { store, queues, identity } = parts
  const messaging = await openMessaging(options, ports, parts)
  const allowPrivateAddresses = options.reach === 'any'
  const client = new HttpClient({
    ...ports,
    allowPrivateAddresses,
    socketsMax,
    socketsPerHostMax: socketsMax,
  })
  const mailer = mailerOf(options)
  const letters = new SignedLetters(identity)
  const deliveries = await Deliveries.open({
    ...ports,
    store,
    targets: targetsOf(parts, { client, letters, mailer, messaging }),
    deadLetterQueue: (arn) => queues.destination(arn),
    queueMessageOf: (delivery, message, toFifo) =>
      deadLetterOf(delivery, message, { toFifo, envelopeOf: (of) => letters.envelopeOf(of) }),
  })
  const envelopes = new Envelopes(identity.signer, identity.links)
  const sns = { ...ports, store, limits: options.limits, queues, filters: filterPolicies, envelopes }
  const topics = await openTopics({ ...sns, deliveries })
  messaging.publishEventsTo(topics)
  deliveries.start(lookupIn(topics))
  return {
    service: createSnsService({ topics, messaging }),
    metrics: async () => [...topicMetrics(topics), ...deliveryMetrics(deliveries)],
    async close() {
      /* Deliveries go by messaging, and messaging publishes its events to topics. */
      await deliveries.close()
      client.close()
      mailer?.close()
      await messaging.close()
      await topics.close()
    },
  }
}

interface Ways {
  readonly client: HttpClient
  readonly letters: SignedLetters
  readonly mailer: SmtpMailer | undefined
  readonly messaging: OpenMessaging
}

/** All that subscriptions may be of, but queues. */
function targetsOf(
  { functions, firehose, identity }: SnsParts,
  { client, letters, mailer, messaging }: Ways,
): Target[] {
  const { applications, pushSender, smsSender } = messaging
  return [
    new HttpTarget({ client, letters }),
    new LambdaTarget({ functions, letters }),
    new FirehoseTarget({ streams: deliveryStreamsOf(firehose), letters }),
    new MailTarget({ mailer, links: identity.links, letters }),
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
