import type { AccountSettings } from '../control/account-settings.ts'
import type { ControlLog } from '../control/control-log.ts'
import type { Transitions } from '../control/transitions.ts'
import { queueStatusOf } from '../queues/queue-state.ts'
import type { RegionalQuotas } from '../quotas.ts'
import type { StreamState } from '../stream-state.ts'
import { consumerStatusOf } from './consumer-state.ts'
import { tooManyConsumers } from './errors.ts'

interface ConsumerSlotsOptions {
  readonly accounts: AccountSettings
  readonly log: ControlLog
  readonly quotas: RegionalQuotas
  readonly transitions: Transitions
}

/**
 * How many consumers a stream may have. Queues count among them.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/queues-quotas.html
 */
export class ConsumerSlots {
  readonly #options: ConsumerSlotsOptions

  constructor(options: ConsumerSlotsOptions) {
    this.#options = options
  }

  /** @throws CONSUMER_QUOTA_EXCEEDED when there is no room for one more */
  checkOneMore(stream: StreamState): void {
    const { accounts, quotas } = this.#options
    const { consumersPerAdvantageStream, consumersPerStream } = quotas.of(stream)
    const hasMore = stream.mode === 'ON_DEMAND' && accounts.hasAdvantage(stream)
    const limit = hasMore ? consumersPerAdvantageStream : consumersPerStream
    const current = this.#taken(stream)
    if (current >= limit) throw tooManyConsumers(stream, current, limit)
  }

  #taken(stream: StreamState): number {
    const { log, transitions } = this.#options
    const { consumers, queues } = log.state
    const nowMs = transitions.nowMs()
    let taken = 0
    for (const consumer of consumers.ofStream(stream, stream.name))
      if (consumerStatusOf(consumer, nowMs) !== undefined) taken++
    for (const queue of queues.ofOwner(stream))
      if (queue.stream === stream.name && queueStatusOf(queue, nowMs) !== undefined) taken++
    return taken
  }
}
