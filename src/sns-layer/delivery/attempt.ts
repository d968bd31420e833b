import type { Clock, Logger, Random } from '../../base/index.ts'
import { passOnBug } from '../../base/index.ts'
import type { Destination, OutgoingMessage, Work } from '../../sqs-layer/index.ts'
import { topicArnOf } from '../control/sns-arn.ts'
import type { TopicMessage } from '../topic-message.ts'
import type { DeliveryCounters } from './delivery-counters.ts'
import { deliveryStatus, isLogged } from './delivery-status.ts'
import type { Verdict } from './lanes/verdict.ts'
import { customerRetryPolicy, retryDelayS } from './policy/retry-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from './target.ts'

/** Source: Amazon SNS Developer Guide, "message delivery retries": of an HTTP/S endpoint all retries together. */
const httpRetryMsMax = 3_600_000

/** By how much a delay is longer or shorter, by chance, so that deliveries that failed together do not come back together. Ours. */
const jitter = 0.1

export interface AttemptParts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  countersOf(topicArn: string): DeliveryCounters
  /** The queue of that ARN as it is now. */
  deadLetterQueue(arn: string): Destination | undefined
  /** What a queue that is subscribed would get. */
  queueMessageOf(delivery: Delivery, message: TopicMessage, toFifo: boolean): Promise<OutgoingMessage>
}

/** One attempt of a delivery, and what becomes of the delivery then. */
export class Attempt {
  readonly #parts: AttemptParts
  readonly #target: Target | undefined
  readonly #delivery: Delivery
  readonly #work: Work

  /** @param target undefined where the server has none for that protocol any more: that is tried again, too */
  constructor(parts: AttemptParts, target: Target | undefined, delivery: Delivery, work: Work) {
    this.#parts = parts
    this.#target = target
    this.#delivery = delivery
    this.#work = work
  }

  async make(signal: AbortSignal): Promise<Verdict> {
    const outcome = await this.#outcome(signal)
    // Nobody waits for this one: it is made again.
    if (signal.aborted) return { kind: 'put-off', dueMs: 0 }
    if (outcome.kind === 'delivered') {
      this.#counters.notificationsDelivered++
      this.#log(outcome)
      return { kind: 'done', isHealthy: true }
    }
    const isHttp = this.#target?.retryPolicy === undefined
    if (isHttp) this.#counters.notificationsFailed++
    const dueMs = outcome.kind === 'retry' ? this.#retryMs(outcome) : undefined
    if (dueMs !== undefined) return { kind: 'put-off', dueMs }
    if (!isHttp) this.#counters.notificationsFailed++
    this.#log(outcome)
    return this.#giveUp()
  }

  async #outcome(signal: AbortSignal): Promise<DeliveryOutcome> {
    if (this.#target === undefined)
      return { kind: 'retry', response: 'this server does not deliver to that protocol' }
    try {
      return await this.#target.deliver(this.#delivery, signal)
    } catch (error) {
      passOnBug(error)
      this.#parts.logger.error(
        { err: error, subscription: this.#delivery.subscription.arn },
        'a delivery has failed',
      )
      return { kind: 'retry', response: 'an error of this server' }
    }
  }

  /** When the next attempt is; undefined if there is none. */
  #retryMs({ retriedBy }: DeliveryOutcome): number | undefined {
    const { clock, random } = this.#parts
    const { attempts, firstAttemptMs } = this.#work
    const own = retriedBy ?? (this.#target === undefined ? customerRetryPolicy : this.#target.retryPolicy)
    const policy = own ?? this.#delivery.policy.healthyRetryPolicy
    const delayS = retryDelayS(policy, attempts + 1)
    if (delayS === undefined) return undefined
    const nowMs = clock.nowMs()
    const sinceFirstMs = attempts === 0 ? 0 : nowMs - firstAttemptMs
    if (own === undefined && sinceFirstMs + delayS * 1000 > httpRetryMsMax) return undefined
    const chance = random.bytes(2).readUInt16LE() / 32_768 - 1
    return nowMs + Math.round(delayS * 1000 * (1 + jitter * chance))
  }

  async #giveUp(): Promise<Verdict> {
    const { letter, subscription } = this.#delivery
    const over = { kind: 'done', isHealthy: false } as const
    const arn = subscription.settings.deadLetterTargetArn
    if (letter.type !== 'Notification' || arn === null) return over
    const to = this.#parts.deadLetterQueue(arn)
    if (to === undefined) {
      this.#counters.notificationsFailedToRedriveToDlq++
      this.#parts.logger.warn(
        { subscription: subscription.arn, queue: arn },
        'a message is lost: there is no such dead-letter queue',
      )
      return over
    }
    this.#counters.notificationsRedrivenToDlq++
    const message = await this.#parts.queueMessageOf(this.#delivery, letter.message, to.queue.isFifo)
    return { kind: 'move', to, message, senderId: this.#delivery.topic.account }
  }

  get #counters(): DeliveryCounters {
    return this.#parts.countersOf(topicArnOf(this.#delivery.topic))
  }

  #log(outcome: DeliveryOutcome): void {
    const { random, logger, clock } = this.#parts
    if (!isLogged(this.#delivery, outcome.kind === 'delivered' ? 'SUCCESS' : 'FAILURE', random)) return
    const context = { attempts: this.#work.attempts + 1, nowMs: clock.nowMs() }
    const status = deliveryStatus(this.#delivery, outcome, context)
    if (status !== undefined) logger.info(status, 'delivery status')
  }
}
