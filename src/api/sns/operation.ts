import type { Messaging, Topics } from '../../sns-layer/index.ts'
import { operationDefiner } from '../operation.ts'
import type { SNSOperations } from './shapes.ts'

/** What the operations of SNS work on. */
export interface SnsContext {
  readonly topics: Topics
  readonly messaging: Messaging
}

export const defineOperation = operationDefiner<SNSOperations, SnsContext>()
