import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../src/base/index.ts'
import {
  type EnvelopePort,
  noDeliveries,
  noFilters,
  openTopics,
  type Topics,
  type TopicsOptions,
} from '../../src/sns-layer/index.ts'
import { openTestQueues, startMs, type TestQueues } from '../sqs-layer/open-test-queues.ts'
import { openTestMessaging, type TestMessaging } from './open-test-messaging.ts'

/** Stand-ins for AWS's envelopes. */
const testEnvelopes: EnvelopePort = {
  available: true,
  notification: (message) => (subscription) =>
    Buffer.from(JSON.stringify({ Message: message.message, Unsubscribe: subscription.arn })),
  sign: () => Promise.resolve(),
  confirmation: ({ topicArn, token }) =>
    Promise.resolve(JSON.stringify({ Type: 'SubscriptionConfirmation', TopicArn: topicArn, Token: token })),
}

export interface TestTopics extends Omit<TestQueues, 'restart'> {
  readonly topics: Topics
  readonly messaging: TestMessaging
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<TestTopics>
}

/** Topics, and the queues that they send to, over a memory disk and a clock that stands still, with AWS's limits. */
export async function openTestTopics(
  options: Partial<TopicsOptions> = {},
  files = new MemoryFileSystem(),
  clock = new ManualClock(startMs),
): Promise<TestTopics> {
  const test = await openTestQueues({}, files, clock)
  const { queues, store } = test
  const ports = { store, clock, random: systemRandom, logger: silentLogger, limits: 'aws' as const, queues }
  const topics = await openTopics({
    ...ports,
    filters: noFilters,
    deliveries: noDeliveries,
    envelopes: testEnvelopes,
    ...options,
  })
  const messaging = await openTestMessaging({ store, clock, topics })
  return {
    ...test,
    topics,
    messaging,
    async restart() {
      await messaging.close()
      await topics.close()
      await queues.close()
      await store.close()
      return openTestTopics(options, files, clock)
    },
  }
}
