import {
  type ChannelLogging,
  type ChannelRecordFormat,
  freshnessOf,
  type RequestedDestination,
} from '../../../shards/index.ts'
import { invalidArgument } from '../errors.ts'
import type {
  ChannelLoggingConfiguration,
  CreateChannelInput,
  RecordConfiguration,
  S3DestinationConfiguration,
  UpdateChannelInput,
} from '../shapes.ts'

/* The rules are those of the API reference; the texts are ours. */

/** For what AWS has and this server does not: better no channel than one that delivers nothing. */
const unavailable = (member: string) => invalidArgument(`${member} is not available on this server.`)

/** The one destination of a request, a bucket. @throws InvalidArgumentException */
export function bucketConfiguration(
  input: Pick<
    CreateChannelInput,
    'S3DestinationConfiguration' | 'S3TablesDestinationConfiguration' | 'EncryptionConfiguration'
  >,
): S3DestinationConfiguration {
  const { S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: tables } = input
  if ((s3 === undefined) === (tables === undefined))
    throw invalidArgument(
      'Exactly one of S3DestinationConfiguration and S3TablesDestinationConfiguration must be specified.',
    )
  if (s3 === undefined) throw unavailable('S3TablesDestinationConfiguration')
  if (input.EncryptionConfiguration !== undefined) throw unavailable('EncryptionConfiguration')
  return s3
}

export function destinationOf({
  StorageConfiguration: storage,
  DeadLetterQueueS3Configuration: deadLetters,
}: S3DestinationConfiguration): RequestedDestination {
  return {
    bucket: bucketOf(storage),
    keyTemplate: storage.OutputKeyTemplate,
    storageClass: storage.StorageClass,
    compression: storage.CompressionType,
    deadLetters: deadLetters && { ...bucketOf(deadLetters), prefix: deadLetters.ErrorOutputPrefix },
  }
}

const bucketOf = ({
  BucketARN,
  ExpectedBucketOwner,
}: {
  BucketARN: string
  ExpectedBucketOwner: string
}) => ({
  arn: BucketARN,
  owner: ExpectedBucketOwner,
})

/** Source: API_RecordConfiguration. @throws InvalidArgumentException for a format of streaming tables */
export function recordFormatOf({ RecordFormatType, GSRSchemaARN }: RecordConfiguration): ChannelRecordFormat {
  if (RecordFormatType === 'GSR_JSON')
    throw invalidArgument('RecordFormatType GSR_JSON is not supported with S3DestinationConfiguration.')
  if (GSRSchemaARN !== undefined)
    throw invalidArgument('GSRSchemaARN is not supported with S3DestinationConfiguration.')
  return RecordFormatType
}

export function loggingOf({ CloudWatchLogs: logs }: ChannelLoggingConfiguration): ChannelLogging {
  const { Enabled, LogGroupName, LogStreamName } = logs
  return {
    enabled: Enabled,
    ...(LogGroupName !== undefined && { group: LogGroupName }),
    ...(LogStreamName !== undefined && { stream: LogStreamName }),
  }
}

/** What an update changes: a thing at least. @throws InvalidArgumentException, CHANNEL_SETTING_INVALID */
export function changesOf(input: UpdateChannelInput) {
  const { S3DestinationConfiguration: s3, LoggingConfiguration: logging } = input
  if (input.S3TablesDestinationConfiguration !== undefined)
    throw invalidArgument('S3TablesDestinationConfiguration is not supported for a channel to S3.')
  if (s3 === undefined && logging === undefined)
    throw invalidArgument('S3DestinationConfiguration or LoggingConfiguration must be specified.')
  return {
    ...(s3 !== undefined && { freshnessSeconds: freshnessOf(s3.DataFreshnessInSeconds) }),
    ...(logging !== undefined && { logging: loggingOf(logging) }),
  }
}
