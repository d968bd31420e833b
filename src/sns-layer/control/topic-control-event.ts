import type { Owner } from '../../sqs-layer/index.ts'
import type { TopicChange, TopicState } from './topic-state.ts'

interface OfTopic {
  readonly owner: Owner
  readonly name: string
}

/** What happens to topics. Their control log holds these, as msgpack: names and members are part of the disk format. */
export type TopicControlEvent =
  /** The key that seals tokens, made once in the life of a data folder. */
  | { readonly kind: 'token-key'; readonly key: Uint8Array }
  | { readonly kind: 'topic-created'; readonly topic: TopicState }
  | ({ readonly kind: 'topic-changed'; readonly change: TopicChange } & OfTopic)
  | ({ readonly kind: 'topic-deleted' } & OfTopic)
