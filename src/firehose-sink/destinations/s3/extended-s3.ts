import { invalidSetting, unavailable } from '../../errors.ts'
import type { ExtendedS3DestinationConfiguration, ExtendedS3DestinationUpdate } from '../../shapes.ts'
import { bufferOf } from '../buffering.ts'
import type { DestinationKind } from '../destination-kind.ts'
import { completeS3, describeS3, updateS3 } from './s3-configuration.ts'
import { bucketRecords } from './s3-destination.ts'

type Config = ExtendedS3DestinationConfiguration

/** Long enough for the largest buffer over a slow line. */
const attemptMs = 15 * 60_000

/**
 * Objects in a bucket. `S3DestinationConfiguration`, the older form, is the same with fewer members.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html
 */
export const extendedS3: DestinationKind<Config, ExtendedS3DestinationUpdate> = {
  name: 'ExtendedS3',

  complete(config) {
    const { S3BackupMode = 'Disabled', S3BackupConfiguration: backup } = config
    if (S3BackupMode === 'Enabled' && backup === undefined)
      throw invalidSetting('S3BackupConfiguration is required when S3BackupMode is Enabled.')
    refuseUnavailable(config)
    return {
      ...completeS3(config),
      S3BackupMode,
      ...(backup !== undefined && { S3BackupConfiguration: completeS3(backup) }),
    }
  },

  update(config, { S3BackupUpdate: backup, ...update }) {
    const { S3BackupConfiguration } = config
    const merged = {
      ...config,
      ...update,
      RoleARN: update.RoleARN ?? config.RoleARN,
      BucketARN: update.BucketARN ?? config.BucketARN,
      ...(backup !== undefined && {
        S3BackupConfiguration:
          S3BackupConfiguration === undefined
            ? completeBackup(backup)
            : updateS3(S3BackupConfiguration, backup),
      }),
    }
    return this.complete(merged)
  },

  describe(config) {
    const { S3BackupConfiguration, ...rest } = config
    return {
      S3DestinationDescription: describeS3(config),
      ExtendedS3DestinationDescription: {
        ...rest,
        ...describeS3(config),
        ...(S3BackupConfiguration !== undefined && {
          S3BackupDescription: describeS3(S3BackupConfiguration),
        }),
      },
    }
  },

  settings(config) {
    const { S3BackupMode, S3BackupConfiguration } = config
    return {
      ...bufferOf(config.BufferingHints!),
      retryMs: undefined,
      attemptMs,
      errorOutputType: 'errors',
      errors: config,
      backup: S3BackupMode === 'Enabled' ? S3BackupConfiguration : undefined,
    }
  },

  open(config, stream, { objects }) {
    return bucketRecords(config, stream, objects)
  },
}

/** What comes with record formats and processing. @throws FIREHOSE_SETTING_INVALID */
function refuseUnavailable(config: Config): void {
  const { CompressionFormat = 'UNCOMPRESSED' } = config
  if (CompressionFormat !== 'UNCOMPRESSED') throw unavailable(`CompressionFormat ${CompressionFormat}`)
  if (config.ProcessingConfiguration?.Enabled === true) throw unavailable('ProcessingConfiguration')
  if (config.DataFormatConversionConfiguration?.Enabled === true)
    throw unavailable('DataFormatConversionConfiguration')
  if (config.DynamicPartitioningConfiguration?.Enabled === true)
    throw unavailable('DynamicPartitioningConfiguration')
  const { Prefix = '', ErrorOutputPrefix = '' } = config
  if (`${Prefix}${ErrorOutputPrefix}`.includes('!{')) throw unavailable('A prefix with expressions')
  if (config.CustomTimeZone !== undefined && config.CustomTimeZone !== 'UTC')
    throw unavailable(`CustomTimeZone ${config.CustomTimeZone}`)
}

function completeBackup(update: NonNullable<ExtendedS3DestinationUpdate['S3BackupUpdate']>) {
  const { RoleARN, BucketARN } = update
  if (RoleARN === undefined || BucketARN === undefined)
    throw invalidSetting('S3BackupUpdate must have RoleARN and BucketARN when there is no backup yet.')
  return completeS3({ ...update, RoleARN, BucketARN })
}
