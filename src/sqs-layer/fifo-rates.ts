import { type Clock, TokenBucket } from '../base/index.ts'
import type { QueueState } from './control/queue-state.ts'
import { rateExceeded } from './errors.ts'

/** Source: Amazon SQS Developer Guide, "Quotas": calls a second of each action, without high throughput. */
const callsPerSecond = 300

export type CountedAction = 'send' | 'receive' | 'delete' | 'changeVisibility'

/** What a FIFO queue takes in a second. With ten messages a call it is 3,000 messages. */
export class FifoRates {
  readonly #clock: Clock
  readonly #buckets = new Map<CountedAction, TokenBucket>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @throws QUEUE_RATE_EXCEEDED */
  count(action: CountedAction, { isFifo, settings }: QueueState): void {
    if (!isFifo || settings.fifoThroughputLimit === 'perMessageGroupId') return
    const bucket = this.#bucketOf(action)
    bucket.refill()
    if (!bucket.holds(1)) throw rateExceeded()
    bucket.take(1)
  }

  #bucketOf(action: CountedAction): TokenBucket {
    const known = this.#buckets.get(action)
    if (known !== undefined) return known
    const bucket = new TokenBucket(this.#clock, { ratePerSecond: callsPerSecond, capacity: callsPerSecond })
    this.#buckets.set(action, bucket)
    return bucket
  }
}
