import type { Resource, ResourceKind } from '../resources.ts'
import { parseConsumerArn } from './consumer-arn.ts'
import { consumerLabel } from './consumer-state.ts'
import { consumerNotFound } from './errors.ts'
import type { StreamConsumers } from './stream-consumers.ts'

/** Registered consumers as resources: tags and policy are part of their state, and go with them. */
export class ConsumerResources implements ResourceKind {
  readonly #consumers: StreamConsumers

  constructor(consumers: StreamConsumers) {
    this.#consumers = consumers
  }

  resourceOf(arn: string): Resource | undefined {
    const parsed = parseConsumerArn(arn)
    if (parsed === undefined) return undefined
    const { name, createdSeconds } = parsed
    const { account, region, name: stream } = parsed.stream
    const find = () => this.#consumers.getByArn(parsed)
    return {
      account,
      region,
      arn,
      label: consumerLabel({ account, name }),
      settings: find,
      change: (decide) => this.#consumers.change(find, decide),
      missing: () => consumerNotFound({ account, region, stream, name }, createdSeconds),
    }
  }
}
