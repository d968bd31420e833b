import { hasCode, type Logger, passOnBug } from '../../base/index.ts'
import { parseQueueArn, type Queue, type QueueName, type Queues, queueArnOf } from '../../sqs-layer/index.ts'
import type { SubscriptionState } from '../control/subscription-state.ts'
import { type Filter, FilterableMessage } from '../filters/index.ts'
import type { FilterPort } from '../ports.ts'
import type { TopicMessage } from '../topic-message.ts'

/** A queue by its name, and open once somebody has opened it. */
export class QueueTarget {
  readonly name: QueueName
  readonly #queues: Queues
  #open: Queue | undefined

  constructor(name: QueueName, queues: Queues) {
    this.name = name
    this.#queues = queues
  }

  /** Undefined for one that there is not, or that is not opened. */
  get open(): Queue | undefined {
    if (this.#open === undefined || this.#open.state.deletedMs !== undefined) {
      this.#open = this.#queues.opened(this.name, this.name.name)
    }
    return this.#open
  }

  /** Whether it is there, and somebody has to open it. */
  get isClosed(): boolean {
    return this.open === undefined && this.#queues.control.find(this.name, this.name.name) !== undefined
  }
}

/** A subscription as the fan-out uses it: what follows from its state, once. */
export interface FanOutTarget {
  readonly subscription: SubscriptionState
  readonly filter: Filter | undefined
  /** Undefined for one that is no queue. */
  readonly queue: QueueTarget | undefined
  readonly deadLetterQueue: QueueTarget | undefined
}

export interface FanOutTargetsParts {
  readonly filters: FilterPort
  readonly queues: Queues
  readonly logger: Logger
}

/** Whether its filter lets a message through. */
export function wants({ filter }: FanOutTarget, { message, attributes }: TopicMessage): boolean {
  return filter === undefined || filter.accepts(new FilterableMessage(message, attributes))
}

/** Makes targets of subscriptions. */
export class FanOutTargets {
  readonly #parts: FanOutTargetsParts

  constructor(parts: FanOutTargetsParts) {
    this.#parts = parts
  }

  of(subscription: SubscriptionState): FanOutTarget {
    const { protocol, endpoint, settings } = subscription
    return {
      subscription,
      filter: this.#parts.filters.filterOf(subscription),
      queue: protocol === 'sqs' ? this.#queueOf(endpoint) : undefined,
      deadLetterQueue:
        settings.deadLetterTargetArn === null ? undefined : this.#queueOf(settings.deadLetterTargetArn),
    }
  }

  /**
   * Opens queues.
   * @returns those that cannot be read: as good as gone until their logs are repaired, they keep nobody else waiting
   */
  async open(queues: Iterable<QueueTarget>): Promise<QueueTarget[]> {
    const opening = Array.from(queues, async (queue) => ((await this.#isOpened(queue)) ? [] : [queue]))
    return (await Promise.all(opening)).flat()
  }

  /** @returns false for one that cannot be read */
  async #isOpened({ name }: QueueTarget): Promise<boolean> {
    try {
      await this.#parts.queues.open(name, name.name)
      return true
    } catch (error) {
      passOnBug(error)
      if (hasCode(error, 'QUEUE_NOT_FOUND')) return true
      this.#parts.logger.warn({ err: error, queue: queueArnOf(name) }, 'a subscribed queue cannot be opened')
      return false
    }
  }

  #queueOf(arn: string): QueueTarget | undefined {
    const name = parseQueueArn(arn)
    return name && new QueueTarget(name, this.#parts.queues)
  }
}
