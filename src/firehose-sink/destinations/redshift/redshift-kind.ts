import { invalidSetting, unavailable } from '../../errors.ts'
import { completeProcessing } from '../../processing/complete-processing.ts'
import type {
  CopyCommand,
  RedshiftDestinationConfiguration,
  RedshiftDestinationUpdate,
} from '../../shapes.ts'
import { bufferOf } from '../buffering.ts'
import type { DestinationKind } from '../destination-kind.ts'
import type { EndpointMap } from '../endpoint-map.ts'
import { bucketRecords } from '../s3/bucket-destinations.ts'
import { checkBackupMode, completeS3, describeS3, updatedBackup, updateS3 } from '../s3/s3-configuration.ts'
import { checkNames, readsGzip, rowForm } from './copy-options.ts'
import { Redshift } from './redshift.ts'

type Config = RedshiftDestinationConfiguration

/** Source: API_RedshiftRetryOptions. */
const retrySeconds = 3600
const attemptMs = 15 * 60_000
const connectMs = 30_000

/**
 * A table of a PostgreSQL that stands for a cluster of Redshift: rows come by COPY FROM STDIN, which Redshift does not have.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_RedshiftDestinationConfiguration.html
 */
export const redshift: DestinationKind<Config, RedshiftDestinationUpdate> = {
  name: 'Redshift',

  complete(config) {
    check(config)
    const { S3BackupMode = 'Disabled', S3BackupConfiguration: backup } = config
    return {
      ...config,
      ...completeProcessing(config.ProcessingConfiguration, { roleArn: config.RoleARN }),
      RetryOptions: { DurationInSeconds: config.RetryOptions?.DurationInSeconds ?? retrySeconds },
      CloudWatchLoggingOptions: config.CloudWatchLoggingOptions ?? { Enabled: false },
      S3Configuration: completeS3(config.S3Configuration),
      S3BackupMode,
      ...(backup !== undefined && { S3BackupConfiguration: completeS3(backup) }),
    }
  },

  update(config, { S3Update, S3BackupUpdate, ...update }) {
    checkBackupMode(config.S3BackupMode, update.S3BackupMode, 'Disabled')
    return this.complete({
      ...config,
      ...update,
      S3Configuration: updateS3(config.S3Configuration, S3Update),
      ...(S3BackupUpdate !== undefined && {
        S3BackupConfiguration: updatedBackup(config.S3BackupConfiguration, S3BackupUpdate),
      }),
    } as Config)
  },

  describe({ S3Configuration, S3BackupConfiguration: backup, Password: _, ...rest }) {
    return {
      RedshiftDestinationDescription: {
        ...rest,
        S3DestinationDescription: describeS3(S3Configuration),
        ...(backup !== undefined && { S3BackupDescription: describeS3(backup) }),
      },
    }
  },

  settings({ S3Configuration, S3BackupMode, S3BackupConfiguration, RetryOptions }) {
    return {
      ...bufferOf(S3Configuration.BufferingHints!),
      retryMs: RetryOptions!.DurationInSeconds! * 1000,
      attemptMs,
      errorOutputType: 'redshift-failed',
      errors: S3Configuration,
      backup: S3BackupMode === 'Enabled' ? S3BackupConfiguration : undefined,
    }
  },

  place(config, endpoints) {
    databaseOf(config, endpoints)
  },

  open(config, stream, { objects, random, endpoints }) {
    return new Redshift({
      database: databaseOf(config, endpoints),
      command: config.CopyCommand,
      form: rowForm(config.CopyCommand),
      intermediate: bucketRecords(config.S3Configuration, stream, { objects, random }),
    })
  },
}

/** The model has the form: `jdbc:redshift://orders.abc.eu-west-1.redshift.amazonaws.com:5439/dev`. */
function databaseOf({ ClusterJDBCURL, Username, Password }: Config, endpoints: EndpointMap) {
  const [host = '', database] = ClusterJDBCURL.replace(/^jdbc:\w+:\/\//, '').split('/')
  const url = new URL(endpoints.urlOf(host))
  return {
    host: url.hostname,
    port: Number(url.port === '' ? 5432 : url.port),
    database,
    user: Username,
    password: Password,
    ssl: url.searchParams.get('sslmode') === 'verify-full',
    connectionTimeoutMillis: connectMs,
  }
}

/** The texts are ours. */
function check(config: Config): void {
  const { CopyCommand, Username, Password, S3BackupMode, S3BackupConfiguration, S3Configuration } = config
  if (config.SecretsManagerConfiguration?.Enabled === true) throw unavailable('SecretsManagerConfiguration')
  if (Username === undefined || Password === undefined)
    throw invalidSetting('Username and Password are required.')
  if (S3BackupMode === 'Enabled' && S3BackupConfiguration === undefined)
    throw invalidSetting('S3BackupConfiguration is required when S3BackupMode is Enabled.')
  checkNames(CopyCommand)
  rowForm(CopyCommand)
  checkCompression(S3Configuration.CompressionFormat, CopyCommand)
}

/**
 * Redshift reads what is in the bucket. Source: API_RedshiftDestinationConfiguration ("The compression formats SNAPPY or ZIP cannot be
 * specified … because the Amazon Redshift COPY operation that reads from the S3 bucket doesn't support these"). A statement that does
 * not go with the format fails on AWS whenever it is made; here it is refused.
 */
function checkCompression(format = 'UNCOMPRESSED', command: CopyCommand): void {
  if (format !== 'UNCOMPRESSED' && format !== 'GZIP')
    throw invalidSetting(`CompressionFormat ${format} of S3Configuration is not supported for Redshift.`)
  if ((format === 'GZIP') !== readsGzip(command))
    throw invalidSetting('CompressionFormat GZIP and the option GZIP of CopyOptions require each other.')
}
