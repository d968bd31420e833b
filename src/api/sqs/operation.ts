import type { Queues } from '../../sqs-layer/index.ts'
import { operationDefiner } from '../operation.ts'
import type { OpenedQueues } from './opened-queues.ts'
import type { SQSOperations } from './shapes.ts'

/** What the operations of SQS work on. */
export interface SqsContext {
  readonly queues: Queues
  /** For the forms over bytes. */
  readonly opened: OpenedQueues
}

export const defineOperation = operationDefiner<SQSOperations, SqsContext>()
