import type { Queues } from '../../sqs-layer/index.ts'
import { operationDefiner } from '../operation.ts'
import type { SQSOperations } from './shapes.ts'

/** What the operations of SQS work on. */
export interface SqsContext {
  readonly queues: Queues
}

export const defineOperation = operationDefiner<SQSOperations, SqsContext>()
