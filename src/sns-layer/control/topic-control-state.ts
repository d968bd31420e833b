import type { StateMachine } from '../../log/index.ts'
import { unknownSnsEvent } from '../errors.ts'
import type { TopicControlEvent } from './topic-control-event.ts'
import { defaultTopicSettings, type TopicState } from './topic-state.ts'
import { TopicTable } from './topic-table.ts'

interface Snapshot {
  readonly tokenKey: Uint8Array | null
  readonly topics: readonly TopicState[]
}

/** What the control log of the topics amounts to. Changed by its events and by nothing else. */
export class TopicControlState implements StateMachine<TopicControlEvent> {
  readonly topics = new TopicTable()
  #tokenKey: Buffer | undefined

  /** Undefined in a new data folder. */
  get tokenKey(): Buffer | undefined {
    return this.#tokenKey
  }

  /** @throws SNS_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: TopicControlEvent): void {
    switch (event.kind) {
      case 'token-key':
        this.#tokenKey = Buffer.from(event.key)
        break
      case 'topic-created':
        this.topics.put(whole(event.topic))
        break
      case 'topic-changed': {
        const topic = this.topics.get(event.owner, event.name)
        if (topic === undefined) break
        const settings = { ...topic.settings, ...event.change.settings }
        this.topics.put({ ...topic, ...event.change, settings })
        break
      }
      case 'topic-deleted':
        this.topics.remove(event.owner, event.name)
        break
      default:
        throw unknownSnsEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    return { tokenKey: this.#tokenKey ?? null, topics: [...this.topics.all()] }
  }

  restore(snapshot: unknown): void {
    const { tokenKey, topics } = snapshot as Snapshot
    this.#tokenKey = tokenKey === null ? undefined : Buffer.from(tokenKey)
    this.topics.clear()
    for (const topic of topics) this.topics.put(whole(topic))
  }
}

/** What an earlier version wrote lacks the settings that are younger. */
function whole(topic: TopicState): TopicState {
  return { ...topic, settings: { ...defaultTopicSettings, ...topic.settings } }
}
