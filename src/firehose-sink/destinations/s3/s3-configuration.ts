import { invalidSetting, unavailable } from '../../errors.ts'
import { BucketPrefixes } from '../../naming/bucket-prefixes.ts'
import type { S3DestinationConfiguration, S3DestinationDescription } from '../../shapes.ts'
import { completeHints, type HintDefaults } from '../buffering.ts'

/*
 * A bucket with its prefixes, which every kind of destination has for what fails. The defaults are those that
 * DescribeDeliveryStream tells on AWS (https://github.com/turbot/steampipe-plugin-aws/pull/769).
 */

/** Source: API_BufferingHints. */
const hintDefaults = { sizeInMBs: 5, intervalInSeconds: 300 }

type S3 = S3DestinationConfiguration

/** What an update may change of a bucket. */
type S3Update = { readonly [Name in keyof S3]?: S3[Name] | undefined }

/** @throws FIREHOSE_SETTING_INVALID */
export function completeS3<Config extends S3>(
  config: Config,
  { partitioned = false, hints = hintDefaults }: { partitioned?: boolean; hints?: HintDefaults } = {},
): Config & S3DestinationDescription {
  checkBucket(config.BucketARN)
  BucketPrefixes.of(config, partitioned)
  const { EncryptionConfiguration: encryption = { NoEncryptionConfig: 'NoEncryption' } } = config
  if (encryption.KMSEncryptionConfig !== undefined) throw unavailable('KMSEncryptionConfig')
  return {
    ...config,
    Prefix: config.Prefix ?? '',
    BufferingHints: completeHints(config.BufferingHints, hints),
    CompressionFormat: config.CompressionFormat ?? 'UNCOMPRESSED',
    EncryptionConfiguration: encryption,
    CloudWatchLoggingOptions: config.CloudWatchLoggingOptions ?? { Enabled: false },
  }
}

/** @throws FIREHOSE_SETTING_INVALID */
export function updateS3<Config extends S3>(config: Config, update: S3Update = {}): Config {
  return completeS3({ ...config, ...update })
}

/** The bucket for backups as an update makes it, there or not. @throws FIREHOSE_SETTING_INVALID */
export function updatedBackup(backup: S3 | undefined, update: S3Update): S3 {
  if (backup !== undefined) return updateS3(backup, update)
  const { RoleARN, BucketARN } = update
  if (RoleARN === undefined || BucketARN === undefined)
    throw invalidSetting('S3BackupUpdate must have RoleARN and BucketARN when there is no backup yet.')
  return completeS3({ ...update, RoleARN, BucketARN })
}

/**
 * A backup of every record cannot be ended. Source: API_RedshiftDestinationConfiguration ("If backup is enabled, you can't update
 * the delivery stream to disable it"), API_SplunkDestinationConfiguration ("You can't update it from AllEvents to FailedEventsOnly"). The
 * text is ours.
 * @param least the mode that does not back up every record
 * @throws FIREHOSE_SETTING_INVALID
 */
export function checkBackupMode(before = '', after = before, least = ''): void {
  if (before !== least && after === least)
    throw invalidSetting(`S3BackupMode cannot be changed from ${before} to ${after}.`)
}

/** Only what a description of a plain bucket has: the extended one has more. */
export function describeS3(config: S3): S3DestinationDescription {
  const { RoleARN, BucketARN, Prefix, ErrorOutputPrefix } = config
  const { BufferingHints, CompressionFormat, EncryptionConfiguration, CloudWatchLoggingOptions } = config
  return {
    RoleARN,
    BucketARN,
    Prefix,
    ErrorOutputPrefix,
    BufferingHints: BufferingHints!,
    CompressionFormat: CompressionFormat!,
    EncryptionConfiguration: EncryptionConfiguration!,
    CloudWatchLoggingOptions,
  }
}

/** The name in the ARN, which the model has the form of: `arn:aws:s3:::logs`. */
export function bucketOf({ BucketARN }: Pick<S3, 'BucketARN'>): string {
  return BucketARN.slice(BucketARN.lastIndexOf(':') + 1)
}

/*
 * AWS asks S3 whether the bucket is there. Here it is a folder, and a name that no bucket of S3 has ever had is refused;
 * the text is ours. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, with the
 * capitals and underscores of the oldest buckets.
 */
const bucketName = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/

function checkBucket(arn: string): void {
  const wrong = wrongBucket(arn)
  if (wrong !== undefined) throw invalidSetting(wrong)
}

/** @returns what is wrong with the name in the ARN of a bucket */
export function wrongBucket(arn: string): string | undefined {
  const name = bucketOf({ BucketARN: arn })
  return bucketName.test(name) ? undefined : `${name} is not a valid name of a bucket.`
}
