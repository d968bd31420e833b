import { nodeHttp } from '../../../base/index.ts'
import { invalidSetting } from '../../errors.ts'
import type { HttpEndpointDestinationConfiguration, HttpEndpointDestinationUpdate } from '../../shapes.ts'
import { applicationSettings, completeApplication, updatedApplication } from '../application.ts'
import type { DestinationKind } from '../destination-kind.ts'
import { describeS3 } from '../s3/s3-configuration.ts'
import { answerMs, HttpEndpoint } from './http-endpoint.ts'

/** Source: API_HttpEndpointDestinationConfiguration, API_HttpEndpointBufferingHints, API_HttpEndpointRetryOptions. */
const defaults = { sizeInMBs: 5, intervalInSeconds: 300, retrySeconds: 300 }

/** Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_HttpEndpointDestinationConfiguration.html */
export const httpEndpoint: DestinationKind<
  HttpEndpointDestinationConfiguration,
  HttpEndpointDestinationUpdate
> = {
  name: 'HttpEndpoint',

  complete(config) {
    checkEndpoint(config)
    return {
      ...completeApplication(config, defaults),
      RequestConfiguration: { ContentEncoding: 'NONE', ...config.RequestConfiguration },
      S3BackupMode: config.S3BackupMode ?? 'FailedDataOnly',
    }
  },

  update(config, update) {
    return this.complete(updatedApplication(config, update))
  },

  describe({ S3Configuration, EndpointConfiguration: { Url, Name }, ...rest }) {
    return {
      HttpEndpointDestinationDescription: {
        ...rest,
        EndpointConfiguration: { Url, Name },
        S3DestinationDescription: describeS3(S3Configuration),
      },
    }
  },

  settings(config) {
    return applicationSettings(config, {
      backsUpAll: 'AllData',
      attemptMs: attemptMsFor,
      errorOutputType: 'http-endpoint-failed',
    })
  },

  open(config, stream, { http, clock, endpoints }) {
    const url = endpoints.urlFor(config.EndpointConfiguration.Url)
    return new HttpEndpoint({ config, url, stream, http, clock })
  },
}

/** A buffer of small records is several requests. */
const attemptMsFor = 4 * answerMs

/** The texts are ours. */
function checkEndpoint({
  EndpointConfiguration,
  RequestConfiguration,
}: HttpEndpointDestinationConfiguration) {
  const { Url, AccessKey = '' } = EndpointConfiguration
  if (!URL.canParse(Url)) throw invalidSetting('Url is not a valid URL.')
  try {
    nodeHttp.validateHeaderValue('X-Amz-Firehose-Access-Key', AccessKey)
  } catch {
    throw invalidSetting('AccessKey has characters that an HTTP header cannot carry.')
  }
  const names = (RequestConfiguration?.CommonAttributes ?? []).map(({ AttributeName }) => AttributeName)
  if (new Set(names).size < names.length) throw invalidSetting('CommonAttributes has a name twice.')
}
