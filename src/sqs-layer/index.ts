export { DueHeap } from './backlog/due-heap.ts'
export { MessageTable, place } from './backlog/message-table.ts'
export { SlotList } from './backlog/slot-list.ts'
export { parseQueueArn, type QueueName, queueArnOf } from './control/queue-arn.ts'
export type { QueueControl, QueueRequest } from './control/queue-control.ts'
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
} from './control/queue-state.ts'
export {
  batchTooLarge,
  invalidParameter,
  invalidSetting,
  missingParameter,
  queueNotFound,
  type SqsError,
  type SqsErrorCode,
} from './errors.ts'
export { DeduplicationWindow, deduplicationKey, deduplicationMs } from './event-log/deduplication-window.ts'
export { type Commit, QueueLog } from './event-log/queue-log.ts'
export { type EventsFrame, eventsFrame } from './event-log/queue-log-record.ts'
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
} from './message/message.ts'
export { messageIdSize, messageIdText, writeMessageId, writeMessageIdText } from './message/message-id.ts'
export { messageAttributesMd5 } from './message/message-md5.ts'
export { idAt, isKnownUnescaped, plainBodyAt, writeMd5Hex } from './message/message-record.ts'
export type { PlainTexts } from './message/plain-texts.ts'
export { sequenceNumberOf } from './message/sequence-number.ts'
export type { PageTokens } from './page-tokens.ts'
export type { Queue } from './queue.ts'
export type { QueueCounters } from './queue-counters.ts'
export { openQueues, type Queues, type QueuesOptions } from './queues.ts'
export { receiveOf } from './receiving/handle-block.ts'
export { handleSize } from './receiving/handle-text.ts'
export type { PlainSink } from './receiving/plain-receiver.ts'
export { Receipts } from './receiving/receipts.ts'
export { Waiters } from './receiving/waiters.ts'
export type { MoveTask, MoveTaskRequest, MoveTasks } from './redrive/move-tasks.ts'
export type { Destination } from './redrive/mover.ts'
export type { SentSink } from './sending/plain-sender.ts'
export { commitPrepared, type PreparedSend } from './sending/prepared-send.ts'
export { SharedMessage } from './sending/shared-message.ts'
export { type Timer, Timers } from './timers.ts'
export { WakeTimer } from './wake-timer.ts'
export { type NewWork, workAppend } from './work/work-append.ts'
export { type Work, WorkQueue, type WorkQueueLogs, type WorkQueueOptions } from './work/work-queue.ts'
