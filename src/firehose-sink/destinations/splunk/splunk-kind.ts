import { nodeHttp } from '../../../base/index.ts'
import { invalidSetting } from '../../errors.ts'
import type { SplunkDestinationConfiguration, SplunkDestinationUpdate } from '../../shapes.ts'
import { applicationSettings, completeApplication, updatedApplication } from '../application.ts'
import type { DestinationKind } from '../destination-kind.ts'
import { checkBackupMode, describeS3 } from '../s3/s3-configuration.ts'
import { answerMs, Splunk } from './splunk.ts'

/**
 * Source: API_SplunkBufferingHints, API_SplunkRetryOptions, API_SplunkDestinationConfiguration, and
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html (256 KB for a call of a function).
 */
const defaults = { sizeInMBs: 5, intervalInSeconds: 60, retrySeconds: 300, batchMb: 0.25 }
const ackTimeoutSeconds = 180

/** Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_SplunkDestinationConfiguration.html */
export const splunk: DestinationKind<SplunkDestinationConfiguration, SplunkDestinationUpdate> = {
  name: 'Splunk',

  complete(config) {
    checkCollector(config)
    return {
      ...completeApplication(config, defaults),
      HECAcknowledgmentTimeoutInSeconds: config.HECAcknowledgmentTimeoutInSeconds ?? ackTimeoutSeconds,
      S3BackupMode: config.S3BackupMode ?? 'FailedEventsOnly',
    }
  },

  update(config, update) {
    checkBackupMode(config.S3BackupMode, update.S3BackupMode, 'FailedEventsOnly')
    return this.complete(updatedApplication(config, update))
  },

  /** With the token, as on AWS: its description has a member for it. */
  describe({ S3Configuration, ...rest }) {
    return {
      SplunkDestinationDescription: { ...rest, S3DestinationDescription: describeS3(S3Configuration) },
    }
  },

  settings(config) {
    return applicationSettings(config, {
      backsUpAll: 'AllEvents',
      attemptMs: answerMs + ackTimeoutMsOf(config) + answerMs,
      errorOutputType: 'splunk-failed',
    })
  },

  open(config, _, { http, clock, random, endpoints }) {
    return new Splunk({
      http,
      clock,
      url: endpoints.urlFor(config.HECEndpoint).replace(/\/$/, ''),
      endpointType: config.HECEndpointType,
      token: config.HECToken!,
      ackTimeoutMs: ackTimeoutMsOf(config),
      channel: random.uuid(),
    })
  },
}

const ackTimeoutMsOf = ({ HECAcknowledgmentTimeoutInSeconds }: SplunkDestinationConfiguration) =>
  HECAcknowledgmentTimeoutInSeconds! * 1000

/** The texts are ours. */
function checkCollector({ HECEndpoint, HECToken = '' }: SplunkDestinationConfiguration): void {
  const { protocol = '', search = '' } = URL.parse(HECEndpoint) ?? {}
  if (!/^https?:$/.test(protocol) || search !== '') throw invalidSetting('HECEndpoint is not a valid URL.')
  if (HECToken === '') throw invalidSetting('HECToken is required.')
  try {
    nodeHttp.validateHeaderValue('authorization', HECToken)
  } catch {
    throw invalidSetting('HECToken has characters that an HTTP header cannot carry.')
  }
}
