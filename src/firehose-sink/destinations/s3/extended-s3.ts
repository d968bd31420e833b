import { invalidSetting } from '../../errors.ts'
import { checkConversion, conversionPlan, isConverting } from '../../formats/parquet/conversion-settings.ts'
import { parquetFormat } from '../../formats/parquet/parquet-format.ts'
import { completeProcessing } from '../../processing/complete-processing.ts'
import { processingSettings } from '../../processing/processing-settings.ts'
import type { ExtendedS3DestinationConfiguration, ExtendedS3DestinationUpdate } from '../../shapes.ts'
import { bufferOf } from '../buffering.ts'
import type { DestinationKind } from '../destination-kind.ts'
import { bucketRecords } from './bucket-destinations.ts'
import { checkBackupMode, completeS3, describeS3, updatedBackup } from './s3-configuration.ts'

type Config = ExtendedS3DestinationConfiguration

/** Where records are that could not be converted, among the error outputs. */
export const conversionFailed = 'format-conversion-failed'

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
    checkProcessing(config)
    const partitioned = config.DynamicPartitioningConfiguration?.Enabled === true
    const hints = needsLargeBuffers(config) ? { hints: largeHints } : {}
    return {
      ...completeS3(config, { partitioned, ...hints }),
      ...completeProcessing(config.ProcessingConfiguration, { roleArn: config.RoleARN, partitions: true }),
      S3BackupMode,
      ...(backup !== undefined && { S3BackupConfiguration: completeS3(backup) }),
    }
  },

  update(config, { S3BackupUpdate: backup, ...update }) {
    checkBackupMode(config.S3BackupMode, update.S3BackupMode, 'Disabled')
    const merged = {
      ...config,
      ...update,
      RoleARN: update.RoleARN ?? config.RoleARN,
      BucketARN: update.BucketARN ?? config.BucketARN,
      ...(backup !== undefined && {
        S3BackupConfiguration: updatedBackup(config.S3BackupConfiguration, backup),
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
      errorOutputType: isConverting(config.DataFormatConversionConfiguration) ? conversionFailed : 'errors',
      errors: config,
      backup: S3BackupMode === 'Enabled' ? S3BackupConfiguration : undefined,
    }
  },

  open(config, stream, ports) {
    const { DataFormatConversionConfiguration: conversion } = config
    if (!isConverting(conversion)) return bucketRecords(config, stream, ports)
    const plan = conversionPlan(conversion, ports.catalog)
    return bucketRecords(config, stream, ports, parquetFormat(plan, ports.pool))
  },
}

/** Source: https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html, and record-format-conversion. */
const largeHints = { sizeInMBs: 128, intervalInSeconds: 300 }
const largeSizeMin = 64

/** Larger buffers, for objects that are split up or made of columns. */
function needsLargeBuffers({
  DynamicPartitioningConfiguration,
  DataFormatConversionConfiguration,
}: Config): boolean {
  return DynamicPartitioningConfiguration?.Enabled === true || isConverting(DataFormatConversionConfiguration)
}

/** The texts are ours. @throws FIREHOSE_SETTING_INVALID */
function checkProcessing(config: Config): void {
  const processing = processingSettings(config.ProcessingConfiguration)
  checkConversion(config)
  const { SizeInMBs = largeSizeMin } = config.BufferingHints ?? {}
  if (needsLargeBuffers(config) && SizeInMBs < largeSizeMin)
    throw invalidSetting(
      `BufferingHints.SizeInMBs must be at least ${largeSizeMin} with dynamic partitioning or record format conversion.`,
    )
  const partitioned = config.DynamicPartitioningConfiguration?.Enabled === true
  if (partitioned && processing?.query === undefined && processing?.lambda === undefined)
    throw invalidSetting('Dynamic partitioning requires a MetadataExtraction or Lambda processor.')
}
