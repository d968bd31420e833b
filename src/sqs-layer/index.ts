export {
  batchTooLarge,
  invalidParameter,
  invalidSetting,
  missingParameter,
  queueNotFound,
  type SqsError,
  type SqsErrorCode,
} from './errors.ts'
export type {
  EntryOutcome,
  MessageAttribute,
  OutgoingMessage,
  QueueCounts,
  ReceivedMessage,
  ReceiveRequest,
  SendOutcome,
  SentMessage,
  VisibilityChange,
} from './message.ts'
export { messageAttributesMd5 } from './message-md5.ts'
export type { MoveTask, MoveTaskRequest, MoveTasks } from './move-tasks.ts'
export type { Queue } from './queue.ts'
export { parseQueueArn, type QueueName, queueArnOf } from './queue-arn.ts'
export type { QueueControl, QueueRequest } from './queue-control.ts'
export {
  type DeduplicationScope,
  defaultSettings,
  type FifoThroughputLimit,
  type Owner,
  type QueueChange,
  type QueueSettings,
  type QueueState,
  type RedriveAllowPolicy,
  type RedrivePolicy,
  type Tag,
} from './queue-state.ts'
export { openQueues, type Queues, type QueuesOptions } from './queues.ts'
