// biome-ignore-all lint/suspicious/noConfusingVoidType: an operation without output returns nothing
/*
 * The input and output types of the operations of Firehose. Written by scripts/update-models.ts
 * (npm run models) from model.json beside it; do not edit.
 *
 * Blobs are bytes, timestamps milliseconds since the epoch. Members that may be absent may be undefined too.
 */

export interface AmazonOpenSearchServerlessBufferingHints {
  IntervalInSeconds?: number | undefined
  SizeInMBs?: number | undefined
}

export interface AmazonOpenSearchServerlessDestinationConfiguration {
  RoleARN: string
  CollectionEndpoint?: string | undefined
  IndexName: string
  BufferingHints?: AmazonOpenSearchServerlessBufferingHints | undefined
  RetryOptions?: AmazonOpenSearchServerlessRetryOptions | undefined
  S3BackupMode?: 'FailedDocumentsOnly' | 'AllDocuments' | undefined
  S3Configuration: S3DestinationConfiguration
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  VpcConfiguration?: VpcConfiguration | undefined
}

export interface AmazonOpenSearchServerlessDestinationDescription {
  RoleARN?: string | undefined
  CollectionEndpoint?: string | undefined
  IndexName?: string | undefined
  BufferingHints?: AmazonOpenSearchServerlessBufferingHints | undefined
  RetryOptions?: AmazonOpenSearchServerlessRetryOptions | undefined
  S3BackupMode?: 'FailedDocumentsOnly' | 'AllDocuments' | undefined
  S3DestinationDescription?: S3DestinationDescription | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  VpcConfigurationDescription?: VpcConfigurationDescription | undefined
}

export interface AmazonOpenSearchServerlessDestinationUpdate {
  RoleARN?: string | undefined
  CollectionEndpoint?: string | undefined
  IndexName?: string | undefined
  BufferingHints?: AmazonOpenSearchServerlessBufferingHints | undefined
  RetryOptions?: AmazonOpenSearchServerlessRetryOptions | undefined
  S3Update?: S3DestinationUpdate | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
}

export interface AmazonOpenSearchServerlessRetryOptions {
  DurationInSeconds?: number | undefined
}

export interface AmazonopensearchserviceBufferingHints {
  IntervalInSeconds?: number | undefined
  SizeInMBs?: number | undefined
}

export interface AmazonopensearchserviceDestinationConfiguration {
  RoleARN: string
  DomainARN?: string | undefined
  ClusterEndpoint?: string | undefined
  IndexName: string
  TypeName?: string | undefined
  IndexRotationPeriod?: 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth' | undefined
  BufferingHints?: AmazonopensearchserviceBufferingHints | undefined
  RetryOptions?: AmazonopensearchserviceRetryOptions | undefined
  S3BackupMode?: 'FailedDocumentsOnly' | 'AllDocuments' | undefined
  S3Configuration: S3DestinationConfiguration
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  VpcConfiguration?: VpcConfiguration | undefined
  DocumentIdOptions?: DocumentIdOptions | undefined
}

export interface AmazonopensearchserviceDestinationDescription {
  RoleARN?: string | undefined
  DomainARN?: string | undefined
  ClusterEndpoint?: string | undefined
  IndexName?: string | undefined
  TypeName?: string | undefined
  IndexRotationPeriod?: 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth' | undefined
  BufferingHints?: AmazonopensearchserviceBufferingHints | undefined
  RetryOptions?: AmazonopensearchserviceRetryOptions | undefined
  S3BackupMode?: 'FailedDocumentsOnly' | 'AllDocuments' | undefined
  S3DestinationDescription?: S3DestinationDescription | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  VpcConfigurationDescription?: VpcConfigurationDescription | undefined
  DocumentIdOptions?: DocumentIdOptions | undefined
}

export interface AmazonopensearchserviceDestinationUpdate {
  RoleARN?: string | undefined
  DomainARN?: string | undefined
  ClusterEndpoint?: string | undefined
  IndexName?: string | undefined
  TypeName?: string | undefined
  IndexRotationPeriod?: 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth' | undefined
  BufferingHints?: AmazonopensearchserviceBufferingHints | undefined
  RetryOptions?: AmazonopensearchserviceRetryOptions | undefined
  S3Update?: S3DestinationUpdate | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  DocumentIdOptions?: DocumentIdOptions | undefined
}

export interface AmazonopensearchserviceRetryOptions {
  DurationInSeconds?: number | undefined
}

export interface AuthenticationConfiguration {
  RoleARN: string
  Connectivity: 'PUBLIC' | 'PRIVATE'
}

export interface BufferingHints {
  SizeInMBs?: number | undefined
  IntervalInSeconds?: number | undefined
}

export interface CatalogConfiguration {
  CatalogARN?: string | undefined
  WarehouseLocation?: string | undefined
}

export interface CloudWatchLoggingOptions {
  Enabled?: boolean | undefined
  LogGroupName?: string | undefined
  LogStreamName?: string | undefined
}

export interface CopyCommand {
  DataTableName: string
  DataTableColumns?: string | undefined
  CopyOptions?: string | undefined
}

export interface CreateDeliveryStreamInput {
  DeliveryStreamName: string
  DeliveryStreamType?: 'DirectPut' | 'KinesisStreamAsSource' | 'MSKAsSource' | 'DatabaseAsSource' | undefined
  DirectPutSourceConfiguration?: DirectPutSourceConfiguration | undefined
  KinesisStreamSourceConfiguration?: KinesisStreamSourceConfiguration | undefined
  DeliveryStreamEncryptionConfigurationInput?: DeliveryStreamEncryptionConfigurationInput | undefined
  S3DestinationConfiguration?: S3DestinationConfiguration | undefined
  ExtendedS3DestinationConfiguration?: ExtendedS3DestinationConfiguration | undefined
  RedshiftDestinationConfiguration?: RedshiftDestinationConfiguration | undefined
  ElasticsearchDestinationConfiguration?: ElasticsearchDestinationConfiguration | undefined
  AmazonopensearchserviceDestinationConfiguration?:
    | AmazonopensearchserviceDestinationConfiguration
    | undefined
  SplunkDestinationConfiguration?: SplunkDestinationConfiguration | undefined
  HttpEndpointDestinationConfiguration?: HttpEndpointDestinationConfiguration | undefined
  Tags?: readonly Tag[] | undefined
  AmazonOpenSearchServerlessDestinationConfiguration?:
    | AmazonOpenSearchServerlessDestinationConfiguration
    | undefined
  MSKSourceConfiguration?: MSKSourceConfiguration | undefined
  SnowflakeDestinationConfiguration?: SnowflakeDestinationConfiguration | undefined
  IcebergDestinationConfiguration?: IcebergDestinationConfiguration | undefined
  DatabaseSourceConfiguration?: DatabaseSourceConfiguration | undefined
}

export interface CreateDeliveryStreamOutput {
  DeliveryStreamARN?: string | undefined
}

export interface DataFormatConversionConfiguration {
  SchemaConfiguration?: SchemaConfiguration | undefined
  InputFormatConfiguration?: InputFormatConfiguration | undefined
  OutputFormatConfiguration?: OutputFormatConfiguration | undefined
  Enabled?: boolean | undefined
}

export interface DatabaseColumnList {
  Include?: readonly string[] | undefined
  Exclude?: readonly string[] | undefined
}

export interface DatabaseList {
  Include?: readonly string[] | undefined
  Exclude?: readonly string[] | undefined
}

export interface DatabaseSnapshotInfo {
  Id: string
  Table: string
  RequestTimestamp: number
  RequestedBy: 'USER' | 'FIREHOSE'
  Status: 'IN_PROGRESS' | 'COMPLETE' | 'SUSPENDED'
  FailureDescription?: FailureDescription | undefined
}

export interface DatabaseSourceAuthenticationConfiguration {
  SecretsManagerConfiguration: SecretsManagerConfiguration
}

export interface DatabaseSourceConfiguration {
  Type: 'MySQL' | 'PostgreSQL'
  Endpoint: string
  Port: number
  SSLMode?: 'Disabled' | 'Enabled' | undefined
  Databases: DatabaseList
  Tables: DatabaseTableList
  Columns?: DatabaseColumnList | undefined
  SurrogateKeys?: readonly string[] | undefined
  SnapshotWatermarkTable: string
  DatabaseSourceAuthenticationConfiguration: DatabaseSourceAuthenticationConfiguration
  DatabaseSourceVPCConfiguration: DatabaseSourceVPCConfiguration
}

export interface DatabaseSourceDescription {
  Type?: 'MySQL' | 'PostgreSQL' | undefined
  Endpoint?: string | undefined
  Port?: number | undefined
  SSLMode?: 'Disabled' | 'Enabled' | undefined
  Databases?: DatabaseList | undefined
  Tables?: DatabaseTableList | undefined
  Columns?: DatabaseColumnList | undefined
  SurrogateKeys?: readonly string[] | undefined
  SnapshotWatermarkTable?: string | undefined
  SnapshotInfo?: readonly DatabaseSnapshotInfo[] | undefined
  DatabaseSourceAuthenticationConfiguration?: DatabaseSourceAuthenticationConfiguration | undefined
  DatabaseSourceVPCConfiguration?: DatabaseSourceVPCConfiguration | undefined
}

export interface DatabaseSourceVPCConfiguration {
  VpcEndpointServiceName: string
}

export interface DatabaseTableList {
  Include?: readonly string[] | undefined
  Exclude?: readonly string[] | undefined
}

export interface DeleteDeliveryStreamInput {
  DeliveryStreamName: string
  AllowForceDelete?: boolean | undefined
}

export type DeleteDeliveryStreamOutput = { readonly [name: string]: never }

export interface DeliveryStreamDescription {
  DeliveryStreamName: string
  DeliveryStreamARN: string
  DeliveryStreamStatus: 'CREATING' | 'CREATING_FAILED' | 'DELETING' | 'DELETING_FAILED' | 'ACTIVE'
  FailureDescription?: FailureDescription | undefined
  DeliveryStreamEncryptionConfiguration?: DeliveryStreamEncryptionConfiguration | undefined
  DeliveryStreamType: 'DirectPut' | 'KinesisStreamAsSource' | 'MSKAsSource' | 'DatabaseAsSource'
  VersionId: string
  CreateTimestamp?: number | undefined
  LastUpdateTimestamp?: number | undefined
  Source?: SourceDescription | undefined
  Destinations: readonly DestinationDescription[]
  HasMoreDestinations: boolean
}

export interface DeliveryStreamEncryptionConfiguration {
  KeyARN?: string | undefined
  KeyType?: 'AWS_OWNED_CMK' | 'CUSTOMER_MANAGED_CMK' | undefined
  Status?:
    | 'ENABLED'
    | 'ENABLING'
    | 'ENABLING_FAILED'
    | 'DISABLED'
    | 'DISABLING'
    | 'DISABLING_FAILED'
    | undefined
  FailureDescription?: FailureDescription | undefined
}

export interface DeliveryStreamEncryptionConfigurationInput {
  KeyARN?: string | undefined
  KeyType: 'AWS_OWNED_CMK' | 'CUSTOMER_MANAGED_CMK'
}

export interface DescribeDeliveryStreamInput {
  DeliveryStreamName: string
  Limit?: number | undefined
  ExclusiveStartDestinationId?: string | undefined
}

export interface DescribeDeliveryStreamOutput {
  DeliveryStreamDescription: DeliveryStreamDescription
}

export interface Deserializer {
  OpenXJsonSerDe?: OpenXJsonSerDe | undefined
  HiveJsonSerDe?: HiveJsonSerDe | undefined
}

export interface DestinationDescription {
  DestinationId: string
  S3DestinationDescription?: S3DestinationDescription | undefined
  ExtendedS3DestinationDescription?: ExtendedS3DestinationDescription | undefined
  RedshiftDestinationDescription?: RedshiftDestinationDescription | undefined
  ElasticsearchDestinationDescription?: ElasticsearchDestinationDescription | undefined
  AmazonopensearchserviceDestinationDescription?: AmazonopensearchserviceDestinationDescription | undefined
  SplunkDestinationDescription?: SplunkDestinationDescription | undefined
  HttpEndpointDestinationDescription?: HttpEndpointDestinationDescription | undefined
  SnowflakeDestinationDescription?: SnowflakeDestinationDescription | undefined
  AmazonOpenSearchServerlessDestinationDescription?:
    | AmazonOpenSearchServerlessDestinationDescription
    | undefined
  IcebergDestinationDescription?: IcebergDestinationDescription | undefined
}

export interface DestinationTableConfiguration {
  DestinationTableName: string
  DestinationDatabaseName: string
  UniqueKeys?: readonly string[] | undefined
  PartitionSpec?: PartitionSpec | undefined
  S3ErrorOutputPrefix?: string | undefined
}

export interface DirectPutSourceConfiguration {
  ThroughputHintInMBs: number
}

export interface DirectPutSourceDescription {
  ThroughputHintInMBs?: number | undefined
}

export interface DocumentIdOptions {
  DefaultDocumentIdFormat: 'FIREHOSE_DEFAULT' | 'NO_DOCUMENT_ID'
}

export interface DynamicPartitioningConfiguration {
  RetryOptions?: RetryOptions | undefined
  Enabled?: boolean | undefined
}

export interface ElasticsearchBufferingHints {
  IntervalInSeconds?: number | undefined
  SizeInMBs?: number | undefined
}

export interface ElasticsearchDestinationConfiguration {
  RoleARN: string
  DomainARN?: string | undefined
  ClusterEndpoint?: string | undefined
  IndexName: string
  TypeName?: string | undefined
  IndexRotationPeriod?: 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth' | undefined
  BufferingHints?: ElasticsearchBufferingHints | undefined
  RetryOptions?: ElasticsearchRetryOptions | undefined
  S3BackupMode?: 'FailedDocumentsOnly' | 'AllDocuments' | undefined
  S3Configuration: S3DestinationConfiguration
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  VpcConfiguration?: VpcConfiguration | undefined
  DocumentIdOptions?: DocumentIdOptions | undefined
}

export interface ElasticsearchDestinationDescription {
  RoleARN?: string | undefined
  DomainARN?: string | undefined
  ClusterEndpoint?: string | undefined
  IndexName?: string | undefined
  TypeName?: string | undefined
  IndexRotationPeriod?: 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth' | undefined
  BufferingHints?: ElasticsearchBufferingHints | undefined
  RetryOptions?: ElasticsearchRetryOptions | undefined
  S3BackupMode?: 'FailedDocumentsOnly' | 'AllDocuments' | undefined
  S3DestinationDescription?: S3DestinationDescription | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  VpcConfigurationDescription?: VpcConfigurationDescription | undefined
  DocumentIdOptions?: DocumentIdOptions | undefined
}

export interface ElasticsearchDestinationUpdate {
  RoleARN?: string | undefined
  DomainARN?: string | undefined
  ClusterEndpoint?: string | undefined
  IndexName?: string | undefined
  TypeName?: string | undefined
  IndexRotationPeriod?: 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth' | undefined
  BufferingHints?: ElasticsearchBufferingHints | undefined
  RetryOptions?: ElasticsearchRetryOptions | undefined
  S3Update?: S3DestinationUpdate | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  DocumentIdOptions?: DocumentIdOptions | undefined
}

export interface ElasticsearchRetryOptions {
  DurationInSeconds?: number | undefined
}

export interface EncryptionConfiguration {
  NoEncryptionConfig?: 'NoEncryption' | undefined
  KMSEncryptionConfig?: KMSEncryptionConfig | undefined
}

export interface ExtendedS3DestinationConfiguration {
  RoleARN: string
  BucketARN: string
  Prefix?: string | undefined
  ErrorOutputPrefix?: string | undefined
  BufferingHints?: BufferingHints | undefined
  CompressionFormat?: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy' | 'HADOOP_SNAPPY' | undefined
  EncryptionConfiguration?: EncryptionConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'Disabled' | 'Enabled' | undefined
  S3BackupConfiguration?: S3DestinationConfiguration | undefined
  DataFormatConversionConfiguration?: DataFormatConversionConfiguration | undefined
  DynamicPartitioningConfiguration?: DynamicPartitioningConfiguration | undefined
  FileExtension?: string | undefined
  CustomTimeZone?: string | undefined
}

export interface ExtendedS3DestinationDescription {
  RoleARN: string
  BucketARN: string
  Prefix?: string | undefined
  ErrorOutputPrefix?: string | undefined
  BufferingHints: BufferingHints
  CompressionFormat: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy' | 'HADOOP_SNAPPY'
  EncryptionConfiguration: EncryptionConfiguration
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'Disabled' | 'Enabled' | undefined
  S3BackupDescription?: S3DestinationDescription | undefined
  DataFormatConversionConfiguration?: DataFormatConversionConfiguration | undefined
  DynamicPartitioningConfiguration?: DynamicPartitioningConfiguration | undefined
  FileExtension?: string | undefined
  CustomTimeZone?: string | undefined
}

export interface ExtendedS3DestinationUpdate {
  RoleARN?: string | undefined
  BucketARN?: string | undefined
  Prefix?: string | undefined
  ErrorOutputPrefix?: string | undefined
  BufferingHints?: BufferingHints | undefined
  CompressionFormat?: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy' | 'HADOOP_SNAPPY' | undefined
  EncryptionConfiguration?: EncryptionConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'Disabled' | 'Enabled' | undefined
  S3BackupUpdate?: S3DestinationUpdate | undefined
  DataFormatConversionConfiguration?: DataFormatConversionConfiguration | undefined
  DynamicPartitioningConfiguration?: DynamicPartitioningConfiguration | undefined
  FileExtension?: string | undefined
  CustomTimeZone?: string | undefined
}

export interface FailureDescription {
  Type:
    | 'VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND'
    | 'VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED'
    | 'RETIRE_KMS_GRANT_FAILED'
    | 'CREATE_KMS_GRANT_FAILED'
    | 'KMS_ACCESS_DENIED'
    | 'DISABLED_KMS_KEY'
    | 'INVALID_KMS_KEY'
    | 'KMS_KEY_NOT_FOUND'
    | 'KMS_OPT_IN_REQUIRED'
    | 'CREATE_ENI_FAILED'
    | 'DELETE_ENI_FAILED'
    | 'SUBNET_NOT_FOUND'
    | 'SECURITY_GROUP_NOT_FOUND'
    | 'ENI_ACCESS_DENIED'
    | 'SUBNET_ACCESS_DENIED'
    | 'SECURITY_GROUP_ACCESS_DENIED'
    | 'UNKNOWN_ERROR'
  Details: string
}

export interface HiveJsonSerDe {
  TimestampFormats?: readonly string[] | undefined
}

export interface HttpEndpointBufferingHints {
  SizeInMBs?: number | undefined
  IntervalInSeconds?: number | undefined
}

export interface HttpEndpointCommonAttribute {
  AttributeName: string
  AttributeValue: string
}

export interface HttpEndpointConfiguration {
  Url: string
  Name?: string | undefined
  AccessKey?: string | undefined
}

export interface HttpEndpointDescription {
  Url?: string | undefined
  Name?: string | undefined
}

export interface HttpEndpointDestinationConfiguration {
  EndpointConfiguration: HttpEndpointConfiguration
  BufferingHints?: HttpEndpointBufferingHints | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  RequestConfiguration?: HttpEndpointRequestConfiguration | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  RoleARN?: string | undefined
  RetryOptions?: HttpEndpointRetryOptions | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  S3Configuration: S3DestinationConfiguration
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface HttpEndpointDestinationDescription {
  EndpointConfiguration?: HttpEndpointDescription | undefined
  BufferingHints?: HttpEndpointBufferingHints | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  RequestConfiguration?: HttpEndpointRequestConfiguration | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  RoleARN?: string | undefined
  RetryOptions?: HttpEndpointRetryOptions | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  S3DestinationDescription?: S3DestinationDescription | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface HttpEndpointDestinationUpdate {
  EndpointConfiguration?: HttpEndpointConfiguration | undefined
  BufferingHints?: HttpEndpointBufferingHints | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  RequestConfiguration?: HttpEndpointRequestConfiguration | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  RoleARN?: string | undefined
  RetryOptions?: HttpEndpointRetryOptions | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  S3Update?: S3DestinationUpdate | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface HttpEndpointRequestConfiguration {
  ContentEncoding?: 'NONE' | 'GZIP' | undefined
  CommonAttributes?: readonly HttpEndpointCommonAttribute[] | undefined
}

export interface HttpEndpointRetryOptions {
  DurationInSeconds?: number | undefined
}

export interface IcebergDestinationConfiguration {
  DestinationTableConfigurationList?: readonly DestinationTableConfiguration[] | undefined
  SchemaEvolutionConfiguration?: SchemaEvolutionConfiguration | undefined
  TableCreationConfiguration?: TableCreationConfiguration | undefined
  BufferingHints?: BufferingHints | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  RetryOptions?: RetryOptions | undefined
  RoleARN: string
  AppendOnly?: boolean | undefined
  CatalogConfiguration: CatalogConfiguration
  S3Configuration: S3DestinationConfiguration
}

export interface IcebergDestinationDescription {
  DestinationTableConfigurationList?: readonly DestinationTableConfiguration[] | undefined
  SchemaEvolutionConfiguration?: SchemaEvolutionConfiguration | undefined
  TableCreationConfiguration?: TableCreationConfiguration | undefined
  BufferingHints?: BufferingHints | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  RetryOptions?: RetryOptions | undefined
  RoleARN?: string | undefined
  AppendOnly?: boolean | undefined
  CatalogConfiguration?: CatalogConfiguration | undefined
  S3DestinationDescription?: S3DestinationDescription | undefined
}

export interface IcebergDestinationUpdate {
  DestinationTableConfigurationList?: readonly DestinationTableConfiguration[] | undefined
  SchemaEvolutionConfiguration?: SchemaEvolutionConfiguration | undefined
  TableCreationConfiguration?: TableCreationConfiguration | undefined
  BufferingHints?: BufferingHints | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  RetryOptions?: RetryOptions | undefined
  RoleARN?: string | undefined
  AppendOnly?: boolean | undefined
  CatalogConfiguration?: CatalogConfiguration | undefined
  S3Configuration?: S3DestinationConfiguration | undefined
}

export interface InputFormatConfiguration {
  Deserializer?: Deserializer | undefined
}

export interface KMSEncryptionConfig {
  AWSKMSKeyARN: string
}

export interface KinesisStreamSourceConfiguration {
  KinesisStreamARN: string
  RoleARN: string
}

export interface KinesisStreamSourceDescription {
  KinesisStreamARN?: string | undefined
  RoleARN?: string | undefined
  DeliveryStartTimestamp?: number | undefined
}

export interface ListDeliveryStreamsInput {
  Limit?: number | undefined
  DeliveryStreamType?: 'DirectPut' | 'KinesisStreamAsSource' | 'MSKAsSource' | 'DatabaseAsSource' | undefined
  ExclusiveStartDeliveryStreamName?: string | undefined
}

export interface ListDeliveryStreamsOutput {
  DeliveryStreamNames: readonly string[]
  HasMoreDeliveryStreams: boolean
}

export interface ListTagsForDeliveryStreamInput {
  DeliveryStreamName: string
  ExclusiveStartTagKey?: string | undefined
  Limit?: number | undefined
}

export interface ListTagsForDeliveryStreamOutput {
  Tags: readonly Tag[]
  HasMoreTags: boolean
}

export interface MSKSourceConfiguration {
  MSKClusterARN: string
  TopicName: string
  AuthenticationConfiguration: AuthenticationConfiguration
  ReadFromTimestamp?: number | undefined
}

export interface MSKSourceDescription {
  MSKClusterARN?: string | undefined
  TopicName?: string | undefined
  AuthenticationConfiguration?: AuthenticationConfiguration | undefined
  DeliveryStartTimestamp?: number | undefined
  ReadFromTimestamp?: number | undefined
}

export interface OpenXJsonSerDe {
  ConvertDotsInJsonKeysToUnderscores?: boolean | undefined
  CaseInsensitive?: boolean | undefined
  ColumnToJsonKeyMappings?: { readonly [key: string]: string } | undefined
}

export interface OrcSerDe {
  StripeSizeBytes?: number | undefined
  BlockSizeBytes?: number | undefined
  RowIndexStride?: number | undefined
  EnablePadding?: boolean | undefined
  PaddingTolerance?: number | undefined
  Compression?: 'NONE' | 'ZLIB' | 'SNAPPY' | undefined
  BloomFilterColumns?: readonly string[] | undefined
  BloomFilterFalsePositiveProbability?: number | undefined
  DictionaryKeyThreshold?: number | undefined
  FormatVersion?: 'V0_11' | 'V0_12' | undefined
}

export interface OutputFormatConfiguration {
  Serializer?: Serializer | undefined
}

export interface ParquetSerDe {
  BlockSizeBytes?: number | undefined
  PageSizeBytes?: number | undefined
  Compression?: 'UNCOMPRESSED' | 'GZIP' | 'SNAPPY' | undefined
  EnableDictionaryCompression?: boolean | undefined
  MaxPaddingBytes?: number | undefined
  WriterVersion?: 'V1' | 'V2' | undefined
}

export interface PartitionField {
  SourceName: string
}

export interface PartitionSpec {
  Identity?: readonly PartitionField[] | undefined
}

export interface ProcessingConfiguration {
  Enabled?: boolean | undefined
  Processors?: readonly Processor[] | undefined
}

export interface Processor {
  Type:
    | 'RecordDeAggregation'
    | 'Decompression'
    | 'CloudWatchLogProcessing'
    | 'Lambda'
    | 'MetadataExtraction'
    | 'AppendDelimiterToRecord'
  Parameters?: readonly ProcessorParameter[] | undefined
}

export interface ProcessorParameter {
  ParameterName:
    | 'LambdaArn'
    | 'NumberOfRetries'
    | 'MetadataExtractionQuery'
    | 'JsonParsingEngine'
    | 'RoleArn'
    | 'BufferSizeInMBs'
    | 'BufferIntervalInSeconds'
    | 'SubRecordType'
    | 'Delimiter'
    | 'CompressionFormat'
    | 'DataMessageExtraction'
  ParameterValue: string
}

export interface PutRecordBatchInput {
  DeliveryStreamName: string
  Records: readonly Record[]
}

export interface PutRecordBatchOutput {
  FailedPutCount: number
  Encrypted?: boolean | undefined
  RequestResponses: readonly PutRecordBatchResponseEntry[]
}

export interface PutRecordBatchResponseEntry {
  RecordId?: string | undefined
  ErrorCode?: string | undefined
  ErrorMessage?: string | undefined
}

export interface PutRecordInput {
  DeliveryStreamName: string
  Record: Record
}

export interface PutRecordOutput {
  RecordId: string
  Encrypted?: boolean | undefined
}

export interface Record {
  Data: Uint8Array
}

export interface RedshiftDestinationConfiguration {
  RoleARN: string
  ClusterJDBCURL: string
  CopyCommand: CopyCommand
  Username?: string | undefined
  Password?: string | undefined
  RetryOptions?: RedshiftRetryOptions | undefined
  S3Configuration: S3DestinationConfiguration
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'Disabled' | 'Enabled' | undefined
  S3BackupConfiguration?: S3DestinationConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface RedshiftDestinationDescription {
  RoleARN: string
  ClusterJDBCURL: string
  CopyCommand: CopyCommand
  Username?: string | undefined
  RetryOptions?: RedshiftRetryOptions | undefined
  S3DestinationDescription: S3DestinationDescription
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'Disabled' | 'Enabled' | undefined
  S3BackupDescription?: S3DestinationDescription | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface RedshiftDestinationUpdate {
  RoleARN?: string | undefined
  ClusterJDBCURL?: string | undefined
  CopyCommand?: CopyCommand | undefined
  Username?: string | undefined
  Password?: string | undefined
  RetryOptions?: RedshiftRetryOptions | undefined
  S3Update?: S3DestinationUpdate | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  S3BackupMode?: 'Disabled' | 'Enabled' | undefined
  S3BackupUpdate?: S3DestinationUpdate | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface RedshiftRetryOptions {
  DurationInSeconds?: number | undefined
}

export interface RetryOptions {
  DurationInSeconds?: number | undefined
}

export interface S3DestinationConfiguration {
  RoleARN: string
  BucketARN: string
  Prefix?: string | undefined
  ErrorOutputPrefix?: string | undefined
  BufferingHints?: BufferingHints | undefined
  CompressionFormat?: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy' | 'HADOOP_SNAPPY' | undefined
  EncryptionConfiguration?: EncryptionConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
}

export interface S3DestinationDescription {
  RoleARN: string
  BucketARN: string
  Prefix?: string | undefined
  ErrorOutputPrefix?: string | undefined
  BufferingHints: BufferingHints
  CompressionFormat: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy' | 'HADOOP_SNAPPY'
  EncryptionConfiguration: EncryptionConfiguration
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
}

export interface S3DestinationUpdate {
  RoleARN?: string | undefined
  BucketARN?: string | undefined
  Prefix?: string | undefined
  ErrorOutputPrefix?: string | undefined
  BufferingHints?: BufferingHints | undefined
  CompressionFormat?: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy' | 'HADOOP_SNAPPY' | undefined
  EncryptionConfiguration?: EncryptionConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
}

export interface SchemaConfiguration {
  RoleARN?: string | undefined
  CatalogId?: string | undefined
  DatabaseName?: string | undefined
  TableName?: string | undefined
  Region?: string | undefined
  VersionId?: string | undefined
}

export interface SchemaEvolutionConfiguration {
  Enabled: boolean
}

export interface SecretsManagerConfiguration {
  SecretARN?: string | undefined
  RoleARN?: string | undefined
  Enabled: boolean
}

export interface Serializer {
  ParquetSerDe?: ParquetSerDe | undefined
  OrcSerDe?: OrcSerDe | undefined
}

export interface SnowflakeBufferingHints {
  SizeInMBs?: number | undefined
  IntervalInSeconds?: number | undefined
}

export interface SnowflakeDestinationConfiguration {
  AccountUrl: string
  PrivateKey?: string | undefined
  KeyPassphrase?: string | undefined
  User?: string | undefined
  Database: string
  Schema: string
  Table: string
  SnowflakeRoleConfiguration?: SnowflakeRoleConfiguration | undefined
  DataLoadingOption?:
    | 'JSON_MAPPING'
    | 'VARIANT_CONTENT_MAPPING'
    | 'VARIANT_CONTENT_AND_METADATA_MAPPING'
    | undefined
  MetaDataColumnName?: string | undefined
  ContentColumnName?: string | undefined
  SnowflakeVpcConfiguration?: SnowflakeVpcConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  RoleARN: string
  RetryOptions?: SnowflakeRetryOptions | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  S3Configuration: S3DestinationConfiguration
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
  BufferingHints?: SnowflakeBufferingHints | undefined
}

export interface SnowflakeDestinationDescription {
  AccountUrl?: string | undefined
  User?: string | undefined
  Database?: string | undefined
  Schema?: string | undefined
  Table?: string | undefined
  SnowflakeRoleConfiguration?: SnowflakeRoleConfiguration | undefined
  DataLoadingOption?:
    | 'JSON_MAPPING'
    | 'VARIANT_CONTENT_MAPPING'
    | 'VARIANT_CONTENT_AND_METADATA_MAPPING'
    | undefined
  MetaDataColumnName?: string | undefined
  ContentColumnName?: string | undefined
  SnowflakeVpcConfiguration?: SnowflakeVpcConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  RoleARN?: string | undefined
  RetryOptions?: SnowflakeRetryOptions | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  S3DestinationDescription?: S3DestinationDescription | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
  BufferingHints?: SnowflakeBufferingHints | undefined
}

export interface SnowflakeDestinationUpdate {
  AccountUrl?: string | undefined
  PrivateKey?: string | undefined
  KeyPassphrase?: string | undefined
  User?: string | undefined
  Database?: string | undefined
  Schema?: string | undefined
  Table?: string | undefined
  SnowflakeRoleConfiguration?: SnowflakeRoleConfiguration | undefined
  DataLoadingOption?:
    | 'JSON_MAPPING'
    | 'VARIANT_CONTENT_MAPPING'
    | 'VARIANT_CONTENT_AND_METADATA_MAPPING'
    | undefined
  MetaDataColumnName?: string | undefined
  ContentColumnName?: string | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  RoleARN?: string | undefined
  RetryOptions?: SnowflakeRetryOptions | undefined
  S3BackupMode?: 'FailedDataOnly' | 'AllData' | undefined
  S3Update?: S3DestinationUpdate | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
  BufferingHints?: SnowflakeBufferingHints | undefined
}

export interface SnowflakeRetryOptions {
  DurationInSeconds?: number | undefined
}

export interface SnowflakeRoleConfiguration {
  Enabled?: boolean | undefined
  SnowflakeRole?: string | undefined
}

export interface SnowflakeVpcConfiguration {
  PrivateLinkVpceId: string
}

export interface SourceDescription {
  DirectPutSourceDescription?: DirectPutSourceDescription | undefined
  KinesisStreamSourceDescription?: KinesisStreamSourceDescription | undefined
  MSKSourceDescription?: MSKSourceDescription | undefined
  DatabaseSourceDescription?: DatabaseSourceDescription | undefined
}

export interface SplunkBufferingHints {
  IntervalInSeconds?: number | undefined
  SizeInMBs?: number | undefined
}

export interface SplunkDestinationConfiguration {
  HECEndpoint: string
  HECEndpointType: 'Raw' | 'Event'
  HECToken?: string | undefined
  HECAcknowledgmentTimeoutInSeconds?: number | undefined
  RetryOptions?: SplunkRetryOptions | undefined
  S3BackupMode?: 'FailedEventsOnly' | 'AllEvents' | undefined
  S3Configuration: S3DestinationConfiguration
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  BufferingHints?: SplunkBufferingHints | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface SplunkDestinationDescription {
  HECEndpoint?: string | undefined
  HECEndpointType?: 'Raw' | 'Event' | undefined
  HECToken?: string | undefined
  HECAcknowledgmentTimeoutInSeconds?: number | undefined
  RetryOptions?: SplunkRetryOptions | undefined
  S3BackupMode?: 'FailedEventsOnly' | 'AllEvents' | undefined
  S3DestinationDescription?: S3DestinationDescription | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  BufferingHints?: SplunkBufferingHints | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface SplunkDestinationUpdate {
  HECEndpoint?: string | undefined
  HECEndpointType?: 'Raw' | 'Event' | undefined
  HECToken?: string | undefined
  HECAcknowledgmentTimeoutInSeconds?: number | undefined
  RetryOptions?: SplunkRetryOptions | undefined
  S3BackupMode?: 'FailedEventsOnly' | 'AllEvents' | undefined
  S3Update?: S3DestinationUpdate | undefined
  ProcessingConfiguration?: ProcessingConfiguration | undefined
  CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  BufferingHints?: SplunkBufferingHints | undefined
  SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
}

export interface SplunkRetryOptions {
  DurationInSeconds?: number | undefined
}

export interface StartDeliveryStreamEncryptionInput {
  DeliveryStreamName: string
  DeliveryStreamEncryptionConfigurationInput?: DeliveryStreamEncryptionConfigurationInput | undefined
}

export type StartDeliveryStreamEncryptionOutput = { readonly [name: string]: never }

export interface StopDeliveryStreamEncryptionInput {
  DeliveryStreamName: string
}

export type StopDeliveryStreamEncryptionOutput = { readonly [name: string]: never }

export interface TableCreationConfiguration {
  Enabled: boolean
}

export interface Tag {
  Key: string
  Value?: string | undefined
}

export interface TagDeliveryStreamInput {
  DeliveryStreamName: string
  Tags: readonly Tag[]
}

export type TagDeliveryStreamOutput = { readonly [name: string]: never }

export interface UntagDeliveryStreamInput {
  DeliveryStreamName: string
  TagKeys: readonly string[]
}

export type UntagDeliveryStreamOutput = { readonly [name: string]: never }

export interface UpdateDestinationInput {
  DeliveryStreamName: string
  CurrentDeliveryStreamVersionId: string
  DestinationId: string
  S3DestinationUpdate?: S3DestinationUpdate | undefined
  ExtendedS3DestinationUpdate?: ExtendedS3DestinationUpdate | undefined
  RedshiftDestinationUpdate?: RedshiftDestinationUpdate | undefined
  ElasticsearchDestinationUpdate?: ElasticsearchDestinationUpdate | undefined
  AmazonopensearchserviceDestinationUpdate?: AmazonopensearchserviceDestinationUpdate | undefined
  SplunkDestinationUpdate?: SplunkDestinationUpdate | undefined
  HttpEndpointDestinationUpdate?: HttpEndpointDestinationUpdate | undefined
  AmazonOpenSearchServerlessDestinationUpdate?: AmazonOpenSearchServerlessDestinationUpdate | undefined
  SnowflakeDestinationUpdate?: SnowflakeDestinationUpdate | undefined
  IcebergDestinationUpdate?: IcebergDestinationUpdate | undefined
}

export type UpdateDestinationOutput = { readonly [name: string]: never }

export interface VpcConfiguration {
  SubnetIds: readonly string[]
  RoleARN: string
  SecurityGroupIds: readonly string[]
}

export interface VpcConfigurationDescription {
  SubnetIds: readonly string[]
  RoleARN: string
  SecurityGroupIds: readonly string[]
  VpcId: string
}

export interface FirehoseOperations {
  CreateDeliveryStream: { input: CreateDeliveryStreamInput; output: CreateDeliveryStreamOutput }
  DeleteDeliveryStream: { input: DeleteDeliveryStreamInput; output: DeleteDeliveryStreamOutput }
  DescribeDeliveryStream: { input: DescribeDeliveryStreamInput; output: DescribeDeliveryStreamOutput }
  ListDeliveryStreams: { input: ListDeliveryStreamsInput; output: ListDeliveryStreamsOutput }
  ListTagsForDeliveryStream: {
    input: ListTagsForDeliveryStreamInput
    output: ListTagsForDeliveryStreamOutput
  }
  PutRecord: { input: PutRecordInput; output: PutRecordOutput }
  PutRecordBatch: { input: PutRecordBatchInput; output: PutRecordBatchOutput }
  StartDeliveryStreamEncryption: {
    input: StartDeliveryStreamEncryptionInput
    output: StartDeliveryStreamEncryptionOutput
  }
  StopDeliveryStreamEncryption: {
    input: StopDeliveryStreamEncryptionInput
    output: StopDeliveryStreamEncryptionOutput
  }
  TagDeliveryStream: { input: TagDeliveryStreamInput; output: TagDeliveryStreamOutput }
  UntagDeliveryStream: { input: UntagDeliveryStreamInput; output: UntagDeliveryStreamOutput }
  UpdateDestination: { input: UpdateDestinationInput; output: UpdateDestinationOutput }
}
