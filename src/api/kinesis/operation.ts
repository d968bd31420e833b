import type { ChannelRequest, Streams } from '../../shards/index.ts'
import type { StreamQueues } from '../../stream-queues/index.ts'
import type { Protocol } from '../../wire/index.ts'
import { operationDefiner } from '../operation.ts'
import type { PutForm } from './put-form.ts'
import type { KinesisOperations } from './shapes.ts'

/** What delivers what comes to channels. */
export interface ChannelDelivery {
  /** @throws CHANNEL_SETTING_INVALID for what cannot be delivered */
  check(request: ChannelRequest): void
}

/** What the operations of Kinesis work on. */
export interface KinesisContext {
  readonly streams: Streams
  /** The queues over the streams, in use. */
  readonly queues: StreamQueues
  /** Undefined where nothing delivers: no channel is made then. */
  readonly channels: (() => Promise<ChannelDelivery>) | undefined
  /** What reads puts without an object for a record, by the protocol. Of others all go the general path. */
  readonly putForms: ReadonlyMap<Protocol['name'], PutForm>
}

export const defineOperation = operationDefiner<KinesisOperations, KinesisContext>()
