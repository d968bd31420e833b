import { invalidSetting, unavailable } from '../../errors.ts'
import type {
  AmazonopensearchserviceDestinationConfiguration,
  AmazonopensearchserviceDestinationUpdate,
} from '../../shapes.ts'
import { applicationSettings, completeApplication, updatedApplication } from '../application.ts'
import type { DestinationKind, DestinationName } from '../destination-kind.ts'
import type { EndpointMap } from '../endpoint-map.ts'
import { describeS3 } from '../s3/s3-configuration.ts'
import { DocumentIds } from './document-ids.ts'
import { OpenSearch } from './opensearch.ts'

/* OpenSearch and the older Elasticsearch have the same configuration by two names. */

type Config = AmazonopensearchserviceDestinationConfiguration
type Update = AmazonopensearchserviceDestinationUpdate

/** Source: API_AmazonopensearchserviceBufferingHints, API_AmazonopensearchserviceRetryOptions. */
const defaults = { sizeInMBs: 5, intervalInSeconds: 300, retrySeconds: 300 }
/** A buffer of 100 MiB is a dozen requests. */
const attemptMs = 15 * 60_000

interface Variant {
  readonly name: DestinationName
  readonly codePrefix: string
  readonly errorOutputType: string
}

const kindOf = ({ name, codePrefix, errorOutputType }: Variant): DestinationKind<Config, Update> => ({
  name,

  complete(config) {
    checkCluster(config)
    return {
      ...completeApplication(config, defaults),
      IndexRotationPeriod: config.IndexRotationPeriod ?? 'OneDay',
      S3BackupMode: config.S3BackupMode ?? 'FailedDocumentsOnly',
      DocumentIdOptions: config.DocumentIdOptions ?? { DefaultDocumentIdFormat: 'FIREHOSE_DEFAULT' },
    }
  },

  update(config, update) {
    const { DomainARN, ClusterEndpoint, ...others } = config
    const keepsCluster = update.DomainARN === undefined && update.ClusterEndpoint === undefined
    return this.complete(updatedApplication(keepsCluster ? config : others, update))
  },

  describe({ S3Configuration, ...rest }) {
    const description = { ...rest, S3DestinationDescription: describeS3(S3Configuration) }
    return { [`${name}DestinationDescription`]: description }
  },

  settings(config) {
    return applicationSettings(config, { backsUpAll: 'AllDocuments', attemptMs, errorOutputType })
  },

  place(config, endpoints) {
    urlOf(config, endpoints)
  },

  open(config, { arn }, { http, endpoints }) {
    const { IndexName, IndexRotationPeriod, TypeName, DocumentIdOptions } = config
    const hasIds = DocumentIdOptions?.DefaultDocumentIdFormat !== 'NO_DOCUMENT_ID'
    return new OpenSearch({
      http,
      url: urlOf(config, endpoints),
      index: IndexName,
      rotation: IndexRotationPeriod ?? 'OneDay',
      type: TypeName === '' ? undefined : TypeName,
      ids: hasIds ? new DocumentIds(arn) : undefined,
      codePrefix,
    })
  },
})

export const openSearch = kindOf({
  name: 'Amazonopensearchservice',
  codePrefix: 'OS',
  errorOutputType: 'AmazonOpenSearchService-failed',
})

export const elasticsearch = kindOf({
  name: 'Elasticsearch',
  codePrefix: 'ES',
  errorOutputType: 'elasticsearch-failed',
})

function urlOf({ ClusterEndpoint, DomainARN }: Config, endpoints: EndpointMap): string {
  return ClusterEndpoint === undefined ? endpoints.urlOf(DomainARN!) : endpoints.urlFor(ClusterEndpoint)
}

/** Source: https://docs.opensearch.org/latest/api-reference/index-apis/create-index/, "Index naming restrictions". */
const indexName = /^(?![-_+.])[^A-Z\s"*+\\/|?#><,:]+$/

/** The texts are ours. */
function checkCluster({ ClusterEndpoint, DomainARN, IndexName, VpcConfiguration }: Config): void {
  if ((ClusterEndpoint === undefined) === (DomainARN === undefined))
    throw invalidSetting('Specify either ClusterEndpoint or DomainARN.')
  if (ClusterEndpoint !== undefined) checkEndpoint(ClusterEndpoint)
  if (!indexName.test(IndexName)) throw invalidSetting(`${IndexName} is not a valid name of an index.`)
  if (VpcConfiguration !== undefined) throw unavailable('VpcConfiguration')
}

/** Credentials would be told to whoever describes the delivery stream. */
function checkEndpoint(endpoint: string): void {
  const url = URL.parse(endpoint)
  if (url === null) throw invalidSetting('ClusterEndpoint is not a valid URL.')
  if (url.username === '' && url.password === '') return
  throw invalidSetting(
    'ClusterEndpoint cannot have a user and a password: name them in the file of --firehose-endpoints.',
  )
}
