import { passOnBug } from '../../../base/index.ts'
import type { Protocol } from '../../control/subscription-state.ts'
import { customerRetryPolicy, managedRetryPolicy } from '../policy/retry-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from '../target.ts'
import type { SignedLetters } from './signed-letters.ts'

/** Delivery streams, wherever they are. */
export interface DeliveryStreams {
  /** @returns `missing`: there is no such stream, or it takes no records; `throttled`: not now. Rejects when it cannot be said */
  put(arn: string, data: Buffer): Promise<'done' | 'throttled' | 'missing'>
}

export interface FirehoseTargetParts {
  readonly streams: DeliveryStreams
  readonly letters: SignedLetters
}

const arnPattern = /^arn:aws(?:-[a-z-]+)?:firehose:[a-z0-9-]+:\d{12}:deliverystream\/[A-Za-z0-9_.-]{1,64}$/

/** Puts messages into delivery streams. Each record is a line of JSON, or a raw message and a line feed: ours, as AWS's destinations show them. */
export class FirehoseTarget implements Target {
  readonly protocols = ['firehose'] as const
  readonly needsConfirmation = false
  readonly retryPolicy = managedRetryPolicy
  readonly #parts: FirehoseTargetParts

  constructor(parts: FirehoseTargetParts) {
    this.#parts = parts
  }

  endpointFault(_protocol: Protocol, endpoint: string): string | undefined {
    return arnPattern.test(endpoint) ? undefined : 'Firehose endpoint ARN'
  }

  async deliver(delivery: Delivery): Promise<DeliveryOutcome> {
    try {
      const put = await this.#parts.streams.put(
        delivery.subscription.endpoint,
        await this.#recordOf(delivery),
      )
      if (put === 'done') return { kind: 'delivered', statusCode: 200 }
      if (put === 'missing') return { kind: 'failed', response: 'there is no such delivery stream' }
      return { kind: 'retry', response: 'the delivery stream throttles', retriedBy: customerRetryPolicy }
    } catch (error) {
      passOnBug(error)
      return { kind: 'retry', response: (error as Error).message }
    }
  }

  /** Source: Amazon SNS Developer Guide, "Delivered message format": JSON without white space, and no signature. */
  async #recordOf(delivery: Delivery): Promise<Buffer> {
    const { letter, subscription } = delivery
    if (letter.type === 'Notification' && subscription.settings.rawMessageDelivery)
      return Buffer.from(`${letter.message.message}\n`)
    const envelope = JSON.parse((await this.#parts.letters.envelopeOf(delivery)).toString()) as object
    const unsigned = Object.entries(envelope).filter(([name]) => !/^Sign/.test(name))
    return Buffer.from(`${JSON.stringify(Object.fromEntries(unsigned))}\n`)
  }
}
