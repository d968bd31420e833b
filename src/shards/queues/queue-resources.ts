import type { Resource, ResourceKind } from '../resources.ts'
import { streamQueueNotFound } from './errors.ts'
import { parseStreamQueueArn, type StreamQueueId } from './queue-arn.ts'
import type { StreamQueueControl } from './queue-control.ts'
import { queueLabel } from './queue-state.ts'

/** Queues over streams as resources: tags and policy are part of their state, and go with them. */
export class StreamQueueResources implements ResourceKind {
  readonly #queues: StreamQueueControl

  constructor(queues: StreamQueueControl) {
    this.#queues = queues
  }

  resourceOf(arn: string): Resource | undefined {
    const id = parseStreamQueueArn(arn)
    return id && this.#resource(id, arn)
  }

  #resource(id: StreamQueueId, arn: string): Resource {
    const { account, region } = id
    const queues = this.#queues
    return {
      account,
      region,
      arn,
      label: queueLabel({ account, name: queues.find(id)?.name ?? id.id }),
      settings: () => queues.get(id),
      async change(decide) {
        await queues.change(id, decide)
      },
      missing: () => streamQueueNotFound(id),
    }
  }
}
