import type { ChannelRequest, Streams } from '../../shards/index.ts'
import type { StreamQueues } from '../../stream-queues/index.ts'
import { operationDefiner } from '../operation.ts'
import type { PutBody } from './put-body.ts'
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
  readonly channels: ChannelDelivery | undefined
  /** Used from `load` to the commit without giving way to another call, so one serves all. */
  /** Undefined where its kernel cannot be started: then all calls go the general path. */
  readonly putBody: PutBody | undefined
}

export const defineOperation = operationDefiner<KinesisOperations, KinesisContext>()
