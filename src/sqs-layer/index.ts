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
export { parseQueueArn, type QueueName, queueArnOf } from './queue-arn.ts'
export {
  type DeduplicationScope,
  defaultSettings,
  type FifoThroughputLimit,
  type Owner,
  type QueueSettings,
  type QueueState,
  type RedriveAllowPolicy,
  type RedrivePolicy,
  type Tag,
} from './queue-state.ts'
export type {
  MoveTask,
  MoveTaskRequest,
  MoveTasks,
  Queue,
  QueueChange,
  QueueControl,
  QueueRequest,
  Queues,
  QueuesOptions,
} from './queues.ts'
