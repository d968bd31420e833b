// biome-ignore-all lint/suspicious/noConfusingVoidType: an operation without output returns nothing
/*
 * The input and output types of the operations of Kinesis. Written by scripts/update-models.ts
 * (npm run models) from model.json beside it; do not edit.
 *
 * Blobs are bytes, timestamps milliseconds since the epoch. Members that may be absent may be undefined too.
 */

export interface AcknowledgeDeadLetterQueueRecordsErrorEntry {
  ReceiptHandle: string
  ErrorCode: string
  ErrorMessage?: string | undefined
}

export interface AcknowledgeDeadLetterQueueRecordsInput {
  QueueARN: string
  Entries: readonly AcknowledgeDeadLetterQueueRecordsRequestEntry[]
}

export interface AcknowledgeDeadLetterQueueRecordsOutput {
  Successful: readonly AcknowledgeDeadLetterQueueRecordsResultEntry[]
  Failed: readonly AcknowledgeDeadLetterQueueRecordsErrorEntry[]
}

export interface AcknowledgeDeadLetterQueueRecordsRequestEntry {
  ReceiptHandle: string
}

export interface AcknowledgeDeadLetterQueueRecordsResultEntry {
  ReceiptHandle: string
}

export interface AcknowledgeQueueRecordsErrorEntry {
  ReceiptHandle: string
  ErrorCode: string
  ErrorMessage?: string | undefined
}

export interface AcknowledgeQueueRecordsInput {
  QueueARN: string
  Entries: readonly AcknowledgeQueueRecordsRequestEntry[]
}

export interface AcknowledgeQueueRecordsOutput {
  Successful: readonly AcknowledgeQueueRecordsResultEntry[]
  Failed: readonly AcknowledgeQueueRecordsErrorEntry[]
}

export interface AcknowledgeQueueRecordsRequestEntry {
  ReceiptHandle: string
}

export interface AcknowledgeQueueRecordsResultEntry {
  ReceiptHandle: string
}

export interface AddTagsToStreamInput {
  StreamName?: string | undefined
  Tags: { readonly [key: string]: string }
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface ChannelDescription {
  ChannelName: string
  ChannelARN: string
  ChannelId: string
  ChannelStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'FAILED'
  ChannelStatusReason?: string | undefined
  ChannelCreationTimestamp: number
  ServiceExecutionRoleARN: string
  StreamConfigurationList: readonly ChannelStreamDescription[]
  S3DestinationConfiguration?: S3DestinationDescription | undefined
  S3TablesDestinationConfiguration?: S3TablesDestinationDescription | undefined
  EncryptionConfiguration?: ChannelEncryptionConfiguration | undefined
  LoggingConfiguration: ChannelLoggingConfiguration
}

export interface ChannelEncryptionConfiguration {
  EncryptionType: 'KMS'
  KeyId: string
}

export interface ChannelLoggingConfiguration {
  CloudWatchLogs: CloudWatchLogs
}

export interface ChannelLoggingUpdateInput {
  CloudWatchLogs: CloudWatchLogsUpdateInput
}

export interface ChannelStreamConfiguration {
  StreamARN: string
  RecordConfiguration: RecordConfiguration
}

export interface ChannelStreamDescription {
  StreamARN: string
  StreamCreationTimestamp: number
  RecordConfiguration: RecordConfiguration
}

export interface ChannelStreamIdentifier {
  StreamARN: string
  StreamCreationTimestamp: number
}

export interface ChannelSummary {
  ChannelName: string
  ChannelARN: string
  ChannelId: string
  ChannelStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'FAILED'
  ChannelStatusReason?: string | undefined
  ChannelCreationTimestamp: number
  ChannelDestinationType: 'S3' | 'S3_TABLES'
  Streams: readonly ChannelStreamIdentifier[]
}

export interface ChildShard {
  ShardId: string
  ParentShards: readonly string[]
  HashKeyRange: HashKeyRange
}

export interface CloudWatchLogs {
  Enabled: boolean
  LogGroupName?: string | undefined
  LogStreamName?: string | undefined
}

export interface CloudWatchLogsUpdateInput {
  Enabled: boolean
  LogGroupName?: string | undefined
  LogStreamName?: string | undefined
}

export interface Consumer {
  ConsumerName: string
  ConsumerARN: string
  ConsumerStatus: 'CREATING' | 'DELETING' | 'ACTIVE'
  ConsumerCreationTimestamp: number
}

export interface ConsumerDescription {
  ConsumerName: string
  ConsumerARN: string
  ConsumerStatus: 'CREATING' | 'DELETING' | 'ACTIVE'
  ConsumerCreationTimestamp: number
  StreamARN: string
}

export interface CreateChannelInput {
  ChannelName: string
  ServiceExecutionRoleARN: string
  StreamConfigurationList: readonly ChannelStreamConfiguration[]
  S3DestinationConfiguration?: S3DestinationConfiguration | undefined
  S3TablesDestinationConfiguration?: S3TablesDestinationConfiguration | undefined
  EncryptionConfiguration?: ChannelEncryptionConfiguration | undefined
  Tags?: { readonly [key: string]: string } | undefined
  LoggingConfiguration?: ChannelLoggingConfiguration | undefined
}

export interface CreateChannelOutput {
  ChannelDescription: ChannelDescription
}

export interface CreateQueueInput {
  QueueName: string
  StreamConfigurationList: readonly QueueStreamConfiguration[]
  QueueAttributes?: QueueAttributes | undefined
  Tags?: { readonly [key: string]: string } | undefined
}

export interface CreateQueueOutput {
  QueueDescription: QueueDescription
}

export interface CreateStreamInput {
  StreamName: string
  ShardCount?: number | undefined
  StreamModeDetails?: StreamModeDetails | undefined
  Tags?: { readonly [key: string]: string } | undefined
  WarmThroughputMiBps?: number | undefined
  MaxRecordSizeInKiB?: number | undefined
  RecordDistributionStrategy?: 'AUTO' | 'USER_PARTITION_KEY' | undefined
}

export interface DeadLetterConfiguration {
  TargetType: 'BUILT_IN' | 'NONE'
  MaxReceiveCount?: number | undefined
}

export interface DeadLetterQueueS3Configuration {
  BucketARN: string
  ExpectedBucketOwner: string
  ErrorOutputPrefix?: string | undefined
}

export interface DecreaseStreamRetentionPeriodInput {
  StreamName?: string | undefined
  RetentionPeriodHours: number
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface DeleteChannelInput {
  ChannelARN: string
}

export interface DeleteQueueInput {
  QueueARN: string
}

export interface DeleteResourcePolicyInput {
  ResourceARN: string
  StreamId?: string | undefined
}

export interface DeleteStreamInput {
  StreamName?: string | undefined
  EnforceConsumerDeletion?: boolean | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface DeregisterStreamConsumerInput {
  StreamARN?: string | undefined
  ConsumerName?: string | undefined
  ConsumerARN?: string | undefined
  StreamId?: string | undefined
}

export type DescribeAccountSettingsInput = { readonly [name: string]: never }

export interface DescribeAccountSettingsOutput {
  MinimumThroughputBillingCommitment?: MinimumThroughputBillingCommitmentOutput | undefined
}

export interface DescribeChannelInput {
  ChannelARN: string
}

export interface DescribeChannelOutput {
  ChannelDescription: ChannelDescription
}

export type DescribeLimitsInput = { readonly [name: string]: never }

export interface DescribeLimitsOutput {
  ShardLimit: number
  OpenShardCount: number
  OnDemandStreamCount: number
  OnDemandStreamCountLimit: number
  ChannelCount?: number | undefined
  ChannelCountLimit?: number | undefined
}

export interface DescribeQueueInput {
  QueueARN: string
}

export interface DescribeQueueOutput {
  QueueDescription: QueueDescription
}

export interface DescribeStreamConsumerInput {
  StreamARN?: string | undefined
  ConsumerName?: string | undefined
  ConsumerARN?: string | undefined
  StreamId?: string | undefined
}

export interface DescribeStreamConsumerOutput {
  ConsumerDescription: ConsumerDescription
}

export interface DescribeStreamInput {
  StreamName?: string | undefined
  Limit?: number | undefined
  ExclusiveStartShardId?: string | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface DescribeStreamOutput {
  StreamDescription: StreamDescription
}

export interface DescribeStreamSummaryInput {
  StreamName?: string | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface DescribeStreamSummaryOutput {
  StreamDescriptionSummary: StreamDescriptionSummary
}

export interface DisableEnhancedMonitoringInput {
  StreamName?: string | undefined
  ShardLevelMetrics: readonly (
    | 'IncomingBytes'
    | 'IncomingRecords'
    | 'OutgoingBytes'
    | 'OutgoingRecords'
    | 'WriteProvisionedThroughputExceeded'
    | 'ReadProvisionedThroughputExceeded'
    | 'IteratorAgeMilliseconds'
    | 'ALL'
  )[]
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface EnableEnhancedMonitoringInput {
  StreamName?: string | undefined
  ShardLevelMetrics: readonly (
    | 'IncomingBytes'
    | 'IncomingRecords'
    | 'OutgoingBytes'
    | 'OutgoingRecords'
    | 'WriteProvisionedThroughputExceeded'
    | 'ReadProvisionedThroughputExceeded'
    | 'IteratorAgeMilliseconds'
    | 'ALL'
  )[]
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface EnhancedMetrics {
  ShardLevelMetrics?:
    | readonly (
        | 'IncomingBytes'
        | 'IncomingRecords'
        | 'OutgoingBytes'
        | 'OutgoingRecords'
        | 'WriteProvisionedThroughputExceeded'
        | 'ReadProvisionedThroughputExceeded'
        | 'IteratorAgeMilliseconds'
        | 'ALL'
      )[]
    | undefined
}

export interface EnhancedMonitoringOutput {
  StreamName?: string | undefined
  CurrentShardLevelMetrics?:
    | readonly (
        | 'IncomingBytes'
        | 'IncomingRecords'
        | 'OutgoingBytes'
        | 'OutgoingRecords'
        | 'WriteProvisionedThroughputExceeded'
        | 'ReadProvisionedThroughputExceeded'
        | 'IteratorAgeMilliseconds'
        | 'ALL'
      )[]
    | undefined
  DesiredShardLevelMetrics?:
    | readonly (
        | 'IncomingBytes'
        | 'IncomingRecords'
        | 'OutgoingBytes'
        | 'OutgoingRecords'
        | 'WriteProvisionedThroughputExceeded'
        | 'ReadProvisionedThroughputExceeded'
        | 'IteratorAgeMilliseconds'
        | 'ALL'
      )[]
    | undefined
  StreamARN?: string | undefined
}

export interface GetRecordsInput {
  ShardIterator: string
  Limit?: number | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
  DryRun?: boolean | undefined
}

export interface GetRecordsOutput {
  Records: readonly Record[]
  NextShardIterator?: string | undefined
  MillisBehindLatest?: number | undefined
  ChildShards?: readonly ChildShard[] | undefined
}

export interface GetResourcePolicyInput {
  ResourceARN: string
  StreamId?: string | undefined
}

export interface GetResourcePolicyOutput {
  Policy: string
}

export interface GetShardIteratorInput {
  StreamName?: string | undefined
  ShardId: string
  ShardIteratorType:
    | 'AT_SEQUENCE_NUMBER'
    | 'AFTER_SEQUENCE_NUMBER'
    | 'TRIM_HORIZON'
    | 'LATEST'
    | 'AT_TIMESTAMP'
  StartingSequenceNumber?: string | undefined
  Timestamp?: number | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
  DryRun?: boolean | undefined
}

export interface GetShardIteratorOutput {
  ShardIterator?: string | undefined
}

export interface HashKeyRange {
  StartingHashKey: string
  EndingHashKey: string
}

export interface IncreaseStreamRetentionPeriodInput {
  StreamName?: string | undefined
  RetentionPeriodHours: number
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface InternalFailureException {
  message?: string | undefined
}

export interface KMSAccessDeniedException {
  message?: string | undefined
}

export interface KMSDisabledException {
  message?: string | undefined
}

export interface KMSInvalidStateException {
  message?: string | undefined
}

export interface KMSNotFoundException {
  message?: string | undefined
}

export interface KMSOptInRequired {
  message?: string | undefined
}

export interface KMSThrottlingException {
  message?: string | undefined
}

export interface ListChannelsInput {
  StreamFilter?: readonly StreamFilter[] | undefined
  MaxResults?: number | undefined
  NextToken?: string | undefined
}

export interface ListChannelsOutput {
  ChannelSummaries: readonly ChannelSummary[]
  NextToken?: string | undefined
}

export interface ListQueuesInput {
  MaxResults?: number | undefined
  NextToken?: string | undefined
  StreamFilter?: readonly QueueStreamFilter[] | undefined
}

export interface ListQueuesOutput {
  QueueSummaries: readonly QueueSummary[]
  NextToken?: string | undefined
}

export interface ListShardsInput {
  StreamName?: string | undefined
  NextToken?: string | undefined
  ExclusiveStartShardId?: string | undefined
  MaxResults?: number | undefined
  StreamCreationTimestamp?: number | undefined
  ShardFilter?: ShardFilter | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface ListShardsOutput {
  Shards?: readonly Shard[] | undefined
  NextToken?: string | undefined
}

export interface ListStreamConsumersInput {
  StreamARN: string
  NextToken?: string | undefined
  MaxResults?: number | undefined
  StreamCreationTimestamp?: number | undefined
  StreamId?: string | undefined
}

export interface ListStreamConsumersOutput {
  Consumers?: readonly Consumer[] | undefined
  NextToken?: string | undefined
}

export interface ListStreamsInput {
  Limit?: number | undefined
  ExclusiveStartStreamName?: string | undefined
  NextToken?: string | undefined
}

export interface ListStreamsOutput {
  StreamNames: readonly string[]
  HasMoreStreams: boolean
  NextToken?: string | undefined
  StreamSummaries?: readonly StreamSummary[] | undefined
}

export interface ListTagsForResourceInput {
  ResourceARN: string
  StreamId?: string | undefined
}

export interface ListTagsForResourceOutput {
  Tags?: readonly Tag[] | undefined
}

export interface ListTagsForStreamInput {
  StreamName?: string | undefined
  ExclusiveStartTagKey?: string | undefined
  Limit?: number | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface ListTagsForStreamOutput {
  Tags: readonly Tag[]
  HasMoreTags: boolean
}

export interface MergeShardsInput {
  StreamName?: string | undefined
  ShardToMerge: string
  AdjacentShardToMerge: string
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface MinimumThroughputBillingCommitmentInput {
  Status: 'ENABLED' | 'DISABLED'
}

export interface MinimumThroughputBillingCommitmentOutput {
  Status: 'ENABLED' | 'DISABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END'
  StartedAt?: number | undefined
  EndedAt?: number | undefined
  EarliestAllowedEndAt?: number | undefined
}

export interface PartitionField {
  Transform: 'TIME_HOUR'
  SourceName: string
}

export interface PartitionSpec {
  PartitionFields: readonly PartitionField[]
}

export interface PutRecordInput {
  StreamName?: string | undefined
  Data: Uint8Array
  PartitionKey?: string | undefined
  ExplicitHashKey?: string | undefined
  SequenceNumberForOrdering?: string | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
  DryRun?: boolean | undefined
}

export interface PutRecordOutput {
  ShardId: string
  SequenceNumber: string
  EncryptionType?: 'NONE' | 'KMS' | undefined
}

export interface PutRecordsInput {
  Records: readonly PutRecordsRequestEntry[]
  StreamName?: string | undefined
  StreamARN?: string | undefined
  StreamId?: string | undefined
  DryRun?: boolean | undefined
}

export interface PutRecordsOutput {
  FailedRecordCount?: number | undefined
  Records: readonly PutRecordsResultEntry[]
  EncryptionType?: 'NONE' | 'KMS' | undefined
}

export interface PutRecordsRequestEntry {
  Data: Uint8Array
  ExplicitHashKey?: string | undefined
  PartitionKey?: string | undefined
}

export interface PutRecordsResultEntry {
  SequenceNumber?: string | undefined
  ShardId?: string | undefined
  ErrorCode?: string | undefined
  ErrorMessage?: string | undefined
}

export interface PutResourcePolicyInput {
  ResourceARN: string
  StreamId?: string | undefined
  Policy: string
}

export interface QueueAttributes {
  VisibilityTimeoutSeconds?: number | undefined
  DeadLetterConfiguration?: DeadLetterConfiguration | undefined
}

export interface QueueDescription {
  QueueName: string
  QueueARN: string
  QueueStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'
  QueueCreationTimestamp: number
  StreamConfigurationList: readonly QueueStreamConfiguration[]
  QueueAttributes?: QueueAttributes | undefined
}

export interface QueueRecord {
  ReceiptHandle: string
  RecordId: string
  PartitionKey?: string | undefined
  Data: Uint8Array
  ApproximateArrivalTimestamp: number
  FirstReceiveTimestamp: number
  ReceiveCount: number
}

export interface QueueStartingPosition {
  Type: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP'
  Timestamp?: number | undefined
}

export interface QueueStreamConfiguration {
  StreamARN: string
  StartingPosition?: QueueStartingPosition | undefined
}

export interface QueueStreamFilter {
  StreamARN: string
  StreamCreationTimestamp?: number | undefined
}

export interface QueueStreamIdentifier {
  StreamARN: string
  StreamCreationTimestamp: number
}

export interface QueueSummary {
  QueueName: string
  QueueARN: string
  QueueStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'
  QueueCreationTimestamp: number
  Streams: readonly QueueStreamIdentifier[]
}

export interface ReceiveDeadLetterQueueRecordsInput {
  QueueARN: string
  Limit?: number | undefined
  WaitTimeSeconds?: number | undefined
  VisibilityTimeoutSeconds?: number | undefined
}

export interface ReceiveDeadLetterQueueRecordsOutput {
  QueueRecords: readonly QueueRecord[]
}

export interface ReceiveQueueRecordsInput {
  QueueARN: string
  Limit?: number | undefined
  WaitTimeSeconds?: number | undefined
  VisibilityTimeoutSeconds?: number | undefined
}

export interface ReceiveQueueRecordsOutput {
  QueueRecords: readonly QueueRecord[]
}

export interface Record {
  SequenceNumber: string
  ApproximateArrivalTimestamp?: number | undefined
  Data: Uint8Array
  PartitionKey?: string | undefined
  EncryptionType?: 'NONE' | 'KMS' | undefined
}

export interface RecordConfiguration {
  RecordFormatType: 'GSR_JSON' | 'JSON' | 'STRING' | 'BYTE_ARRAY'
  GSRSchemaARN?: string | undefined
}

export interface RegisterStreamConsumerInput {
  StreamARN: string
  ConsumerName: string
  StreamId?: string | undefined
  Tags?: { readonly [key: string]: string } | undefined
}

export interface RegisterStreamConsumerOutput {
  Consumer: Consumer
}

export interface RemoveTagsFromStreamInput {
  StreamName?: string | undefined
  TagKeys: readonly string[]
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface ResourceInUseException {
  message?: string | undefined
}

export interface ResourceNotFoundException {
  message?: string | undefined
}

export interface RestoreDeadLetterQueueRecordsErrorEntry {
  ReceiptHandle: string
  ErrorCode: string
  ErrorMessage?: string | undefined
}

export interface RestoreDeadLetterQueueRecordsInput {
  QueueARN: string
  Entries: readonly RestoreDeadLetterQueueRecordsRequestEntry[]
}

export interface RestoreDeadLetterQueueRecordsOutput {
  Successful: readonly RestoreDeadLetterQueueRecordsResultEntry[]
  Failed: readonly RestoreDeadLetterQueueRecordsErrorEntry[]
}

export interface RestoreDeadLetterQueueRecordsRequestEntry {
  ReceiptHandle: string
}

export interface RestoreDeadLetterQueueRecordsResultEntry {
  ReceiptHandle: string
}

export interface S3DestinationConfiguration {
  DataFreshnessInSeconds?: number | undefined
  DeadLetterQueueS3Configuration?: DeadLetterQueueS3Configuration | undefined
  StorageConfiguration: S3StorageConfiguration
}

export interface S3DestinationDescription {
  DataFreshnessInSeconds: number
  DeadLetterQueueS3Configuration: DeadLetterQueueS3Configuration
  StorageConfiguration: S3StorageConfiguration
}

export interface S3DestinationUpdateInput {
  DataFreshnessInSeconds: number
}

export interface S3StorageConfiguration {
  BucketARN: string
  ExpectedBucketOwner: string
  OutputKeyTemplate?: string | undefined
  StorageClass?: 'STANDARD' | 'INTELLIGENT_TIERING' | 'GLACIER_IR' | undefined
  CompressionType: 'NONE' | 'GZIP' | 'ZSTD'
}

export interface S3TablesConfiguration {
  TableBucketARN: string
  Namespace: string
  TableName: string
  CompressionType: 'NONE' | 'ZSTD' | 'SNAPPY'
  PartitionSpec?: PartitionSpec | undefined
}

export interface S3TablesDestinationConfiguration {
  DataFreshnessInSeconds?: number | undefined
  DeadLetterQueueS3Configuration: DeadLetterQueueS3Configuration
  S3TablesConfigurationList: readonly S3TablesConfiguration[]
}

export interface S3TablesDestinationDescription {
  DataFreshnessInSeconds: number
  DeadLetterQueueS3Configuration: DeadLetterQueueS3Configuration
  S3TablesConfigurationList: readonly S3TablesConfiguration[]
}

export interface S3TablesDestinationUpdateInput {
  DataFreshnessInSeconds: number
}

export interface SequenceNumberRange {
  StartingSequenceNumber: string
  EndingSequenceNumber?: string | undefined
}

export interface Shard {
  ShardId: string
  ParentShardId?: string | undefined
  AdjacentParentShardId?: string | undefined
  HashKeyRange: HashKeyRange
  SequenceNumberRange: SequenceNumberRange
}

export interface ShardFilter {
  Type:
    | 'AFTER_SHARD_ID'
    | 'AT_TRIM_HORIZON'
    | 'FROM_TRIM_HORIZON'
    | 'AT_LATEST'
    | 'AT_TIMESTAMP'
    | 'FROM_TIMESTAMP'
  ShardId?: string | undefined
  Timestamp?: number | undefined
}

export interface SplitShardInput {
  StreamName?: string | undefined
  ShardToSplit: string
  NewStartingHashKey: string
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface StartStreamEncryptionInput {
  StreamName?: string | undefined
  EncryptionType: 'NONE' | 'KMS'
  KeyId: string
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface StartingPosition {
  Type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP'
  SequenceNumber?: string | undefined
  Timestamp?: number | undefined
}

export interface StopStreamEncryptionInput {
  StreamName?: string | undefined
  EncryptionType: 'NONE' | 'KMS'
  KeyId: string
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface StreamDescription {
  StreamName: string
  StreamARN: string
  StreamStatus: 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING'
  StreamModeDetails?: StreamModeDetails | undefined
  Shards: readonly Shard[]
  HasMoreShards: boolean
  RetentionPeriodHours: number
  StreamCreationTimestamp: number
  EnhancedMonitoring: readonly EnhancedMetrics[]
  EncryptionType?: 'NONE' | 'KMS' | undefined
  KeyId?: string | undefined
}

export interface StreamDescriptionSummary {
  StreamName: string
  StreamARN: string
  StreamId?: string | undefined
  StreamStatus: 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING'
  StreamModeDetails?: StreamModeDetails | undefined
  RetentionPeriodHours: number
  StreamCreationTimestamp: number
  EnhancedMonitoring: readonly EnhancedMetrics[]
  EncryptionType?: 'NONE' | 'KMS' | undefined
  KeyId?: string | undefined
  OpenShardCount: number
  ConsumerCount?: number | undefined
  WarmThroughput?: WarmThroughputObject | undefined
  MaxRecordSizeInKiB?: number | undefined
  ChannelCount?: number | undefined
  RecordDistributionStrategy?: 'AUTO' | 'USER_PARTITION_KEY' | undefined
  QueueCount?: number | undefined
}

export interface StreamFilter {
  StreamARN: string
  StreamCreationTimestamp?: number | undefined
}

export interface StreamModeDetails {
  StreamMode: 'PROVISIONED' | 'ON_DEMAND'
}

export interface StreamSummary {
  StreamName: string
  StreamARN: string
  StreamStatus: 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING'
  StreamModeDetails?: StreamModeDetails | undefined
  StreamCreationTimestamp?: number | undefined
}

export interface SubscribeToShardEvent {
  Records: readonly Record[]
  ContinuationSequenceNumber: string
  MillisBehindLatest: number
  ChildShards?: readonly ChildShard[] | undefined
}

export interface SubscribeToShardEventStream {
  SubscribeToShardEvent?: SubscribeToShardEvent | undefined
  ResourceNotFoundException?: ResourceNotFoundException | undefined
  ResourceInUseException?: ResourceInUseException | undefined
  KMSDisabledException?: KMSDisabledException | undefined
  KMSInvalidStateException?: KMSInvalidStateException | undefined
  KMSAccessDeniedException?: KMSAccessDeniedException | undefined
  KMSNotFoundException?: KMSNotFoundException | undefined
  KMSOptInRequired?: KMSOptInRequired | undefined
  KMSThrottlingException?: KMSThrottlingException | undefined
  InternalFailureException?: InternalFailureException | undefined
}

export interface SubscribeToShardInput {
  ConsumerARN: string
  StreamId?: string | undefined
  ShardId: string
  StartingPosition: StartingPosition
  DryRun?: boolean | undefined
}

export interface SubscribeToShardOutput {
  EventStream: AsyncIterable<SubscribeToShardEventStream>
}

export interface Tag {
  Key: string
  Value?: string | undefined
}

export interface TagResourceInput {
  Tags: { readonly [key: string]: string }
  ResourceARN: string
  StreamId?: string | undefined
}

export interface UntagResourceInput {
  TagKeys: readonly string[]
  ResourceARN: string
  StreamId?: string | undefined
}

export interface UpdateAccountSettingsInput {
  MinimumThroughputBillingCommitment: MinimumThroughputBillingCommitmentInput
}

export interface UpdateAccountSettingsOutput {
  MinimumThroughputBillingCommitment?: MinimumThroughputBillingCommitmentOutput | undefined
}

export interface UpdateChannelInput {
  ChannelARN: string
  S3DestinationConfiguration?: S3DestinationUpdateInput | undefined
  S3TablesDestinationConfiguration?: S3TablesDestinationUpdateInput | undefined
  LoggingConfiguration?: ChannelLoggingUpdateInput | undefined
}

export interface UpdateChannelOutput {
  ChannelDescription: ChannelDescription
}

export interface UpdateDeadLetterQueueRecordsVisibilityErrorEntry {
  ReceiptHandle: string
  ErrorCode: string
  ErrorMessage?: string | undefined
}

export interface UpdateDeadLetterQueueRecordsVisibilityInput {
  QueueARN: string
  Entries: readonly UpdateDeadLetterQueueRecordsVisibilityRequestEntry[]
}

export interface UpdateDeadLetterQueueRecordsVisibilityOutput {
  Successful: readonly UpdateDeadLetterQueueRecordsVisibilityResultEntry[]
  Failed: readonly UpdateDeadLetterQueueRecordsVisibilityErrorEntry[]
}

export interface UpdateDeadLetterQueueRecordsVisibilityRequestEntry {
  ReceiptHandle: string
  VisibilityTimeoutSeconds: number
}

export interface UpdateDeadLetterQueueRecordsVisibilityResultEntry {
  ReceiptHandle: string
}

export interface UpdateMaxRecordSizeInput {
  StreamARN?: string | undefined
  StreamId?: string | undefined
  MaxRecordSizeInKiB: number
}

export interface UpdateQueueInput {
  QueueARN: string
  QueueAttributes: QueueAttributes
}

export interface UpdateQueueOutput {
  QueueDescription: QueueDescription
}

export interface UpdateQueueRecordsVisibilityErrorEntry {
  ReceiptHandle: string
  ErrorCode: string
  ErrorMessage?: string | undefined
}

export interface UpdateQueueRecordsVisibilityInput {
  QueueARN: string
  Entries: readonly UpdateQueueRecordsVisibilityRequestEntry[]
}

export interface UpdateQueueRecordsVisibilityOutput {
  Successful: readonly UpdateQueueRecordsVisibilityResultEntry[]
  Failed: readonly UpdateQueueRecordsVisibilityErrorEntry[]
}

export interface UpdateQueueRecordsVisibilityRequestEntry {
  ReceiptHandle: string
  VisibilityTimeoutSeconds: number
}

export interface UpdateQueueRecordsVisibilityResultEntry {
  ReceiptHandle: string
}

export interface UpdateShardCountInput {
  StreamName?: string | undefined
  TargetShardCount: number
  ScalingType: 'UNIFORM_SCALING'
  StreamARN?: string | undefined
  StreamId?: string | undefined
}

export interface UpdateShardCountOutput {
  StreamName?: string | undefined
  CurrentShardCount?: number | undefined
  TargetShardCount?: number | undefined
  StreamARN?: string | undefined
}

export interface UpdateStreamModeInput {
  StreamARN: string
  StreamId?: string | undefined
  StreamModeDetails: StreamModeDetails
  WarmThroughputMiBps?: number | undefined
}

export interface UpdateStreamRecordDistributionStrategyInput {
  StreamARN: string
  StreamId?: string | undefined
  RecordDistributionStrategy: 'AUTO' | 'USER_PARTITION_KEY'
}

export interface UpdateStreamWarmThroughputInput {
  StreamARN?: string | undefined
  StreamName?: string | undefined
  StreamId?: string | undefined
  WarmThroughputMiBps: number
}

export interface UpdateStreamWarmThroughputOutput {
  StreamARN?: string | undefined
  StreamName?: string | undefined
  WarmThroughput?: WarmThroughputObject | undefined
}

export interface WarmThroughputObject {
  TargetMiBps?: number | undefined
  CurrentMiBps?: number | undefined
}

export interface KinesisOperations {
  AcknowledgeDeadLetterQueueRecords: {
    input: AcknowledgeDeadLetterQueueRecordsInput
    output: AcknowledgeDeadLetterQueueRecordsOutput
  }
  AcknowledgeQueueRecords: { input: AcknowledgeQueueRecordsInput; output: AcknowledgeQueueRecordsOutput }
  AddTagsToStream: { input: AddTagsToStreamInput; output: void }
  CreateChannel: { input: CreateChannelInput; output: CreateChannelOutput }
  CreateQueue: { input: CreateQueueInput; output: CreateQueueOutput }
  CreateStream: { input: CreateStreamInput; output: void }
  DecreaseStreamRetentionPeriod: { input: DecreaseStreamRetentionPeriodInput; output: void }
  DeleteChannel: { input: DeleteChannelInput; output: void }
  DeleteQueue: { input: DeleteQueueInput; output: void }
  DeleteResourcePolicy: { input: DeleteResourcePolicyInput; output: void }
  DeleteStream: { input: DeleteStreamInput; output: void }
  DeregisterStreamConsumer: { input: DeregisterStreamConsumerInput; output: void }
  DescribeAccountSettings: { input: DescribeAccountSettingsInput; output: DescribeAccountSettingsOutput }
  DescribeChannel: { input: DescribeChannelInput; output: DescribeChannelOutput }
  DescribeLimits: { input: DescribeLimitsInput; output: DescribeLimitsOutput }
  DescribeQueue: { input: DescribeQueueInput; output: DescribeQueueOutput }
  DescribeStream: { input: DescribeStreamInput; output: DescribeStreamOutput }
  DescribeStreamConsumer: { input: DescribeStreamConsumerInput; output: DescribeStreamConsumerOutput }
  DescribeStreamSummary: { input: DescribeStreamSummaryInput; output: DescribeStreamSummaryOutput }
  DisableEnhancedMonitoring: { input: DisableEnhancedMonitoringInput; output: EnhancedMonitoringOutput }
  EnableEnhancedMonitoring: { input: EnableEnhancedMonitoringInput; output: EnhancedMonitoringOutput }
  GetRecords: { input: GetRecordsInput; output: GetRecordsOutput }
  GetResourcePolicy: { input: GetResourcePolicyInput; output: GetResourcePolicyOutput }
  GetShardIterator: { input: GetShardIteratorInput; output: GetShardIteratorOutput }
  IncreaseStreamRetentionPeriod: { input: IncreaseStreamRetentionPeriodInput; output: void }
  ListChannels: { input: ListChannelsInput; output: ListChannelsOutput }
  ListQueues: { input: ListQueuesInput; output: ListQueuesOutput }
  ListShards: { input: ListShardsInput; output: ListShardsOutput }
  ListStreamConsumers: { input: ListStreamConsumersInput; output: ListStreamConsumersOutput }
  ListStreams: { input: ListStreamsInput; output: ListStreamsOutput }
  ListTagsForResource: { input: ListTagsForResourceInput; output: ListTagsForResourceOutput }
  ListTagsForStream: { input: ListTagsForStreamInput; output: ListTagsForStreamOutput }
  MergeShards: { input: MergeShardsInput; output: void }
  PutRecord: { input: PutRecordInput; output: PutRecordOutput }
  PutRecords: { input: PutRecordsInput; output: PutRecordsOutput }
  PutResourcePolicy: { input: PutResourcePolicyInput; output: void }
  ReceiveDeadLetterQueueRecords: {
    input: ReceiveDeadLetterQueueRecordsInput
    output: ReceiveDeadLetterQueueRecordsOutput
  }
  ReceiveQueueRecords: { input: ReceiveQueueRecordsInput; output: ReceiveQueueRecordsOutput }
  RegisterStreamConsumer: { input: RegisterStreamConsumerInput; output: RegisterStreamConsumerOutput }
  RemoveTagsFromStream: { input: RemoveTagsFromStreamInput; output: void }
  RestoreDeadLetterQueueRecords: {
    input: RestoreDeadLetterQueueRecordsInput
    output: RestoreDeadLetterQueueRecordsOutput
  }
  SplitShard: { input: SplitShardInput; output: void }
  StartStreamEncryption: { input: StartStreamEncryptionInput; output: void }
  StopStreamEncryption: { input: StopStreamEncryptionInput; output: void }
  SubscribeToShard: { input: SubscribeToShardInput; output: SubscribeToShardOutput }
  TagResource: { input: TagResourceInput; output: void }
  UntagResource: { input: UntagResourceInput; output: void }
  UpdateAccountSettings: { input: UpdateAccountSettingsInput; output: UpdateAccountSettingsOutput }
  UpdateChannel: { input: UpdateChannelInput; output: UpdateChannelOutput }
  UpdateDeadLetterQueueRecordsVisibility: {
    input: UpdateDeadLetterQueueRecordsVisibilityInput
    output: UpdateDeadLetterQueueRecordsVisibilityOutput
  }
  UpdateMaxRecordSize: { input: UpdateMaxRecordSizeInput; output: void }
  UpdateQueue: { input: UpdateQueueInput; output: UpdateQueueOutput }
  UpdateQueueRecordsVisibility: {
    input: UpdateQueueRecordsVisibilityInput
    output: UpdateQueueRecordsVisibilityOutput
  }
  UpdateShardCount: { input: UpdateShardCountInput; output: UpdateShardCountOutput }
  UpdateStreamMode: { input: UpdateStreamModeInput; output: void }
  UpdateStreamRecordDistributionStrategy: { input: UpdateStreamRecordDistributionStrategyInput; output: void }
  UpdateStreamWarmThroughput: {
    input: UpdateStreamWarmThroughputInput
    output: UpdateStreamWarmThroughputOutput
  }
}
