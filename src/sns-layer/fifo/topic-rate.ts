import { type Clock, TokenBucket } from '../../base/index.ts'
import { topicRateExceeded } from '../errors.ts'
import { type PublishRequest, sizeOfRequest } from '../publishing/publish-request.ts'

/** Source: API reference of CreateTopic, FifoThroughputScope: of a topic that does not tell groups apart, in a second. */
const messagesPerSecond = 3_000
const bytesPerSecond = 20 * 1024 * 1024

/** What a FIFO topic takes in a second. */
export class TopicRate {
  readonly #messages: TokenBucket
  readonly #bytes: TokenBucket

  constructor(clock: Clock) {
    this.#messages = new TokenBucket(clock, { ratePerSecond: messagesPerSecond, capacity: messagesPerSecond })
    this.#bytes = new TokenBucket(clock, { ratePerSecond: bytesPerSecond, capacity: bytesPerSecond })
  }

  /** @throws TOPIC_RATE_EXCEEDED */
  admit(requests: readonly PublishRequest[]): void {
    const bytes = requests.reduce((sum, request) => sum + sizeOfRequest(request), 0)
    this.#messages.refill()
    this.#bytes.refill()
    if (!this.#messages.holds(requests.length) || !this.#bytes.holds(bytes)) throw topicRateExceeded()
    this.#messages.take(requests.length)
    this.#bytes.take(bytes)
  }
}
