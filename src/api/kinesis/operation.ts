import type { Streams } from '../../shards/index.ts'
import { operationDefiner } from '../operation.ts'
import type { KinesisOperations } from './shapes.ts'

/** What the operations of Kinesis work on. */
export interface KinesisContext {
  readonly streams: Streams
}

export const defineOperation = operationDefiner<KinesisOperations, KinesisContext>()
