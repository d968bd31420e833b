import { unavailable } from '../errors.ts'
import { completeProcessing } from '../processing/complete-processing.ts'
import type {
  CloudWatchLoggingOptions,
  ProcessingConfiguration,
  S3DestinationConfiguration,
  S3DestinationUpdate,
  SecretsManagerConfiguration,
} from '../shapes.ts'
import { bufferOf, completeHints, type HintDefaults, type Hints } from './buffering.ts'
import type { DeliverySettings } from './destination-kind.ts'
import { completeS3, updateS3 } from './s3/s3-configuration.ts'

/*
 * What all destinations other than buckets have in common: hints, a retry duration, and a bucket for what fails, or for
 * everything.
 */

interface ApplicationConfiguration {
  readonly BufferingHints?: Hints | undefined
  readonly RetryOptions?: { DurationInSeconds?: number | undefined } | undefined
  readonly CloudWatchLoggingOptions?: CloudWatchLoggingOptions | undefined
  readonly RoleARN?: string | undefined
  readonly ProcessingConfiguration?: ProcessingConfiguration | undefined
  readonly SecretsManagerConfiguration?: SecretsManagerConfiguration | undefined
  readonly S3Configuration: S3DestinationConfiguration
}

interface ApplicationDefaults extends HintDefaults {
  readonly retrySeconds: number
  /** Of one call of a function that transforms, where it is not 1 MiB. */
  readonly batchMb?: number
}

/** With AWS's defaults. @throws FIREHOSE_SETTING_INVALID */
export function completeApplication<Config extends ApplicationConfiguration>(
  config: Config,
  { retrySeconds, batchMb = 1, ...hints }: ApplicationDefaults,
) {
  const { RoleARN: roleArn, ProcessingConfiguration: processing } = config
  if (config.SecretsManagerConfiguration?.Enabled === true) throw unavailable('SecretsManagerConfiguration')
  return {
    ...config,
    ...completeProcessing(processing, { roleArn, batchMb }),
    BufferingHints: completeHints(config.BufferingHints, hints),
    RetryOptions: { DurationInSeconds: config.RetryOptions?.DurationInSeconds ?? retrySeconds },
    CloudWatchLoggingOptions: config.CloudWatchLoggingOptions ?? { Enabled: false },
    S3Configuration: completeS3(config.S3Configuration),
  }
}

/** A configuration with the members that an update has. */
export function updatedApplication<Config extends ApplicationConfiguration>(
  config: Config,
  { S3Update, ...update }: { readonly S3Update?: S3DestinationUpdate | undefined },
): Config {
  return { ...config, ...update, S3Configuration: updateS3(config.S3Configuration, S3Update) }
}

/** @param backsUpAll the value of S3BackupMode that keeps every record, not only those that fail */
export function applicationSettings(
  config: ApplicationConfiguration & { readonly S3BackupMode?: string | undefined },
  { backsUpAll, ...rest }: Pick<DeliverySettings, 'attemptMs' | 'errorOutputType'> & { backsUpAll: string },
): DeliverySettings {
  return {
    ...bufferOf(config.BufferingHints!),
    retryMs: config.RetryOptions!.DurationInSeconds! * 1000,
    errors: config.S3Configuration,
    backup: config.S3BackupMode === backsUpAll ? config.S3Configuration : undefined,
    ...rest,
  }
}
