// biome-ignore-all lint/suspicious/noConfusingVoidType: an operation without output returns nothing
/*
 * The input and output types of the operations of SQS. Written by scripts/update-models.ts
 * (npm run models) from model.json beside it; do not edit.
 *
 * Blobs are bytes, timestamps milliseconds since the epoch. Members that may be absent may be undefined too.
 */

export interface AddPermissionRequest {
  QueueUrl: string
  Label: string
  AWSAccountIds: readonly string[]
  Actions: readonly string[]
}

export interface BatchResultErrorEntry {
  Id: string
  SenderFault: boolean
  Code: string
  Message?: string | undefined
}

export interface CancelMessageMoveTaskRequest {
  TaskHandle: string
}

export interface CancelMessageMoveTaskResult {
  ApproximateNumberOfMessagesMoved?: number | undefined
}

export interface ChangeMessageVisibilityBatchRequest {
  QueueUrl: string
  Entries: readonly ChangeMessageVisibilityBatchRequestEntry[]
}

export interface ChangeMessageVisibilityBatchRequestEntry {
  Id: string
  ReceiptHandle: string
  VisibilityTimeout?: number | undefined
}

export interface ChangeMessageVisibilityBatchResult {
  Successful: readonly ChangeMessageVisibilityBatchResultEntry[]
  Failed: readonly BatchResultErrorEntry[]
}

export interface ChangeMessageVisibilityBatchResultEntry {
  Id: string
}

export interface ChangeMessageVisibilityRequest {
  QueueUrl: string
  ReceiptHandle: string
  VisibilityTimeout: number
}

export interface CreateQueueRequest {
  QueueName: string
  Attributes?: { readonly [key: string]: string } | undefined
  tags?: { readonly [key: string]: string } | undefined
}

export interface CreateQueueResult {
  QueueUrl?: string | undefined
}

export interface DeleteMessageBatchRequest {
  QueueUrl: string
  Entries: readonly DeleteMessageBatchRequestEntry[]
}

export interface DeleteMessageBatchRequestEntry {
  Id: string
  ReceiptHandle: string
}

export interface DeleteMessageBatchResult {
  Successful: readonly DeleteMessageBatchResultEntry[]
  Failed: readonly BatchResultErrorEntry[]
}

export interface DeleteMessageBatchResultEntry {
  Id: string
}

export interface DeleteMessageRequest {
  QueueUrl: string
  ReceiptHandle: string
}

export interface DeleteQueueRequest {
  QueueUrl: string
}

export interface GetQueueAttributesRequest {
  QueueUrl: string
  AttributeNames?:
    | readonly (
        | 'All'
        | 'Policy'
        | 'VisibilityTimeout'
        | 'MaximumMessageSize'
        | 'MessageRetentionPeriod'
        | 'ApproximateNumberOfMessages'
        | 'ApproximateNumberOfMessagesNotVisible'
        | 'CreatedTimestamp'
        | 'LastModifiedTimestamp'
        | 'QueueArn'
        | 'ApproximateNumberOfMessagesDelayed'
        | 'DelaySeconds'
        | 'ReceiveMessageWaitTimeSeconds'
        | 'RedrivePolicy'
        | 'FifoQueue'
        | 'ContentBasedDeduplication'
        | 'KmsMasterKeyId'
        | 'KmsDataKeyReusePeriodSeconds'
        | 'DeduplicationScope'
        | 'FifoThroughputLimit'
        | 'RedriveAllowPolicy'
        | 'SqsManagedSseEnabled'
      )[]
    | undefined
}

export interface GetQueueAttributesResult {
  Attributes?: { readonly [key: string]: string } | undefined
}

export interface GetQueueUrlRequest {
  QueueName: string
  QueueOwnerAWSAccountId?: string | undefined
}

export interface GetQueueUrlResult {
  QueueUrl?: string | undefined
}

export interface ListDeadLetterSourceQueuesRequest {
  QueueUrl: string
  NextToken?: string | undefined
  MaxResults?: number | undefined
}

export interface ListDeadLetterSourceQueuesResult {
  queueUrls: readonly string[]
  NextToken?: string | undefined
}

export interface ListMessageMoveTasksRequest {
  SourceArn: string
  MaxResults?: number | undefined
}

export interface ListMessageMoveTasksResult {
  Results?: readonly ListMessageMoveTasksResultEntry[] | undefined
}

export interface ListMessageMoveTasksResultEntry {
  TaskHandle?: string | undefined
  Status?: string | undefined
  SourceArn?: string | undefined
  DestinationArn?: string | undefined
  MaxNumberOfMessagesPerSecond?: number | undefined
  ApproximateNumberOfMessagesMoved?: number | undefined
  ApproximateNumberOfMessagesToMove?: number | undefined
  FailureReason?: string | undefined
  StartedTimestamp?: number | undefined
}

export interface ListQueueTagsRequest {
  QueueUrl: string
}

export interface ListQueueTagsResult {
  Tags?: { readonly [key: string]: string } | undefined
}

export interface ListQueuesRequest {
  QueueNamePrefix?: string | undefined
  NextToken?: string | undefined
  MaxResults?: number | undefined
}

export interface ListQueuesResult {
  QueueUrls?: readonly string[] | undefined
  NextToken?: string | undefined
}

export interface Message {
  MessageId?: string | undefined
  ReceiptHandle?: string | undefined
  MD5OfBody?: string | undefined
  Body?: string | undefined
  Attributes?: { readonly [key: string]: string } | undefined
  MD5OfMessageAttributes?: string | undefined
  MessageAttributes?: { readonly [key: string]: MessageAttributeValue } | undefined
}

export interface MessageAttributeValue {
  StringValue?: string | undefined
  BinaryValue?: Uint8Array | undefined
  StringListValues?: readonly string[] | undefined
  BinaryListValues?: readonly Uint8Array[] | undefined
  DataType: string
}

export interface MessageSystemAttributeValue {
  StringValue?: string | undefined
  BinaryValue?: Uint8Array | undefined
  StringListValues?: readonly string[] | undefined
  BinaryListValues?: readonly Uint8Array[] | undefined
  DataType: string
}

export interface PurgeQueueRequest {
  QueueUrl: string
}

export interface ReceiveMessageRequest {
  QueueUrl: string
  AttributeNames?:
    | readonly (
        | 'All'
        | 'Policy'
        | 'VisibilityTimeout'
        | 'MaximumMessageSize'
        | 'MessageRetentionPeriod'
        | 'ApproximateNumberOfMessages'
        | 'ApproximateNumberOfMessagesNotVisible'
        | 'CreatedTimestamp'
        | 'LastModifiedTimestamp'
        | 'QueueArn'
        | 'ApproximateNumberOfMessagesDelayed'
        | 'DelaySeconds'
        | 'ReceiveMessageWaitTimeSeconds'
        | 'RedrivePolicy'
        | 'FifoQueue'
        | 'ContentBasedDeduplication'
        | 'KmsMasterKeyId'
        | 'KmsDataKeyReusePeriodSeconds'
        | 'DeduplicationScope'
        | 'FifoThroughputLimit'
        | 'RedriveAllowPolicy'
        | 'SqsManagedSseEnabled'
      )[]
    | undefined
  MessageSystemAttributeNames?:
    | readonly (
        | 'All'
        | 'SenderId'
        | 'SentTimestamp'
        | 'ApproximateReceiveCount'
        | 'ApproximateFirstReceiveTimestamp'
        | 'SequenceNumber'
        | 'MessageDeduplicationId'
        | 'MessageGroupId'
        | 'AWSTraceHeader'
        | 'DeadLetterQueueSourceArn'
      )[]
    | undefined
  MessageAttributeNames?: readonly string[] | undefined
  MaxNumberOfMessages?: number | undefined
  VisibilityTimeout?: number | undefined
  WaitTimeSeconds?: number | undefined
  ReceiveRequestAttemptId?: string | undefined
}

export interface ReceiveMessageResult {
  Messages?: readonly Message[] | undefined
}

export interface RemovePermissionRequest {
  QueueUrl: string
  Label: string
}

export interface SendMessageBatchRequest {
  QueueUrl: string
  Entries: readonly SendMessageBatchRequestEntry[]
}

export interface SendMessageBatchRequestEntry {
  Id: string
  MessageBody: string
  DelaySeconds?: number | undefined
  MessageAttributes?: { readonly [key: string]: MessageAttributeValue } | undefined
  MessageSystemAttributes?: { readonly [key: string]: MessageSystemAttributeValue } | undefined
  MessageDeduplicationId?: string | undefined
  MessageGroupId?: string | undefined
}

export interface SendMessageBatchResult {
  Successful: readonly SendMessageBatchResultEntry[]
  Failed: readonly BatchResultErrorEntry[]
}

export interface SendMessageBatchResultEntry {
  Id: string
  MessageId: string
  MD5OfMessageBody: string
  MD5OfMessageAttributes?: string | undefined
  MD5OfMessageSystemAttributes?: string | undefined
  SequenceNumber?: string | undefined
}

export interface SendMessageRequest {
  QueueUrl: string
  MessageBody: string
  DelaySeconds?: number | undefined
  MessageAttributes?: { readonly [key: string]: MessageAttributeValue } | undefined
  MessageSystemAttributes?: { readonly [key: string]: MessageSystemAttributeValue } | undefined
  MessageDeduplicationId?: string | undefined
  MessageGroupId?: string | undefined
}

export interface SendMessageResult {
  MD5OfMessageBody?: string | undefined
  MD5OfMessageAttributes?: string | undefined
  MD5OfMessageSystemAttributes?: string | undefined
  MessageId?: string | undefined
  SequenceNumber?: string | undefined
}

export interface SetQueueAttributesRequest {
  QueueUrl: string
  Attributes: { readonly [key: string]: string }
}

export interface StartMessageMoveTaskRequest {
  SourceArn: string
  DestinationArn?: string | undefined
  MaxNumberOfMessagesPerSecond?: number | undefined
}

export interface StartMessageMoveTaskResult {
  TaskHandle?: string | undefined
}

export interface TagQueueRequest {
  QueueUrl: string
  Tags: { readonly [key: string]: string }
}

export interface UntagQueueRequest {
  QueueUrl: string
  TagKeys: readonly string[]
}

export interface SQSOperations {
  AddPermission: { input: AddPermissionRequest; output: void }
  CancelMessageMoveTask: { input: CancelMessageMoveTaskRequest; output: CancelMessageMoveTaskResult }
  ChangeMessageVisibility: { input: ChangeMessageVisibilityRequest; output: void }
  ChangeMessageVisibilityBatch: {
    input: ChangeMessageVisibilityBatchRequest
    output: ChangeMessageVisibilityBatchResult
  }
  CreateQueue: { input: CreateQueueRequest; output: CreateQueueResult }
  DeleteMessage: { input: DeleteMessageRequest; output: void }
  DeleteMessageBatch: { input: DeleteMessageBatchRequest; output: DeleteMessageBatchResult }
  DeleteQueue: { input: DeleteQueueRequest; output: void }
  GetQueueAttributes: { input: GetQueueAttributesRequest; output: GetQueueAttributesResult }
  GetQueueUrl: { input: GetQueueUrlRequest; output: GetQueueUrlResult }
  ListDeadLetterSourceQueues: {
    input: ListDeadLetterSourceQueuesRequest
    output: ListDeadLetterSourceQueuesResult
  }
  ListMessageMoveTasks: { input: ListMessageMoveTasksRequest; output: ListMessageMoveTasksResult }
  ListQueueTags: { input: ListQueueTagsRequest; output: ListQueueTagsResult }
  ListQueues: { input: ListQueuesRequest; output: ListQueuesResult }
  PurgeQueue: { input: PurgeQueueRequest; output: void }
  ReceiveMessage: { input: ReceiveMessageRequest; output: ReceiveMessageResult }
  RemovePermission: { input: RemovePermissionRequest; output: void }
  SendMessage: { input: SendMessageRequest; output: SendMessageResult }
  SendMessageBatch: { input: SendMessageBatchRequest; output: SendMessageBatchResult }
  SetQueueAttributes: { input: SetQueueAttributesRequest; output: void }
  StartMessageMoveTask: { input: StartMessageMoveTaskRequest; output: StartMessageMoveTaskResult }
  TagQueue: { input: TagQueueRequest; output: void }
  UntagQueue: { input: UntagQueueRequest; output: void }
}
