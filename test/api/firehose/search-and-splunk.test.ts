import { expect, test } from 'vitest'
import { bucket, roleArn, startFirehose } from './firehose-server.ts'

const domainArn = 'arn:aws:es:us-east-1:000000000000:domain/logs'
const cluster = {
  RoleARN: roleArn,
  ClusterEndpoint: 'https://a.example',
  IndexName: 'i',
  S3Configuration: bucket,
}
const collector = {
  HECEndpoint: 'https://splunk.example:8088',
  HECEndpointType: 'Raw',
  HECToken: 'token',
  S3Configuration: bucket,
}

type Server = Awaited<ReturnType<typeof startFirehose>>

const create = (server: Server, member: string, configuration: object) =>
  server.answer('CreateDeliveryStream', { DeliveryStreamName: 'orders', [member]: configuration })

async function describedAs(server: Server, member: string) {
  const { output } = await server.answer('DescribeDeliveryStream', { DeliveryStreamName: 'orders' })
  const { Destinations } = output.DeliveryStreamDescription as { Destinations: Record<string, object>[] }
  return Destinations[0]![member]
}

const update = (server: Server, member: string, changes: object) =>
  server.answer('UpdateDestination', {
    DeliveryStreamName: 'orders',
    CurrentDeliveryStreamVersionId: '1',
    DestinationId: 'destinationId-000000000001',
    [member]: changes,
  })

test.each(['Amazonopensearchservice', 'Elasticsearch'])(
  'a cluster of %s is described with the defaults of AWS, and updated',
  async (kind) => {
    const server = await startFirehose()
    expect((await create(server, `${kind}DestinationConfiguration`, cluster)).status).toBe(200)
    const { S3Configuration: _, ...own } = cluster
    expect(await describedAs(server, `${kind}DestinationDescription`)).toMatchObject({
      ...own,
      IndexRotationPeriod: 'OneDay',
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
      RetryOptions: { DurationInSeconds: 300 },
      S3BackupMode: 'FailedDocumentsOnly',
      DocumentIdOptions: { DefaultDocumentIdFormat: 'FIREHOSE_DEFAULT' },
      S3DestinationDescription: bucket,
    })
    const changed = await update(server, `${kind}DestinationUpdate`, {
      ClusterEndpoint: 'https://b.example',
      IndexRotationPeriod: 'OneHour',
    })
    expect(changed.status).toBe(200)
    expect(await describedAs(server, `${kind}DestinationDescription`)).toMatchObject({
      ...own,
      ClusterEndpoint: 'https://b.example',
      IndexRotationPeriod: 'OneHour',
    })
  },
)

test('Splunk is described with the defaults of AWS, and updated', async () => {
  const server = await startFirehose()
  expect((await create(server, 'SplunkDestinationConfiguration', collector)).status).toBe(200)
  const { S3Configuration: _, ...own } = collector
  expect(await describedAs(server, 'SplunkDestinationDescription')).toMatchObject({
    ...own,
    HECAcknowledgmentTimeoutInSeconds: 180,
    BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 },
    RetryOptions: { DurationInSeconds: 300 },
    S3BackupMode: 'FailedEventsOnly',
  })
  expect((await update(server, 'SplunkDestinationUpdate', { HECToken: 'new' })).status).toBe(200)
  expect(await describedAs(server, 'SplunkDestinationDescription')).toMatchObject({ ...own, HECToken: 'new' })
})

const refused: [string, string, object][] = [
  ['no cluster', 'Amazonopensearchservice', { ...cluster, ClusterEndpoint: undefined }],
  ['two clusters', 'Amazonopensearchservice', { ...cluster, DomainARN: domainArn }],
  [
    'a domain that is nowhere',
    'Elasticsearch',
    { ...cluster, ClusterEndpoint: undefined, DomainARN: domainArn },
  ],
  [
    'a password for all to see',
    'Amazonopensearchservice',
    { ...cluster, ClusterEndpoint: 'https://a:b@a.example' },
  ],
  ['no index', 'Amazonopensearchservice', { ...cluster, IndexName: undefined }],
  ['an index that cannot be', 'Elasticsearch', { ...cluster, IndexName: 'Orders' }],
  ['a period that is none', 'Elasticsearch', { ...cluster, IndexRotationPeriod: 'OneYear' }],
  ['a mode of backup of others', 'Elasticsearch', { ...cluster, S3BackupMode: 'AllData' }],
  ['no token', 'Splunk', { ...collector, HECToken: undefined }],
  ['a token that is no header', 'Splunk', { ...collector, HECToken: 'a\nb' }],
  ['an endpoint that is none', 'Splunk', { ...collector, HECEndpoint: 'splunk.example' }],
  ['a short wait', 'Splunk', { ...collector, HECAcknowledgmentTimeoutInSeconds: 179 }],
  ['a long buffer', 'Splunk', { ...collector, BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 61 } }],
  [
    'Snowflake',
    'Snowflake',
    {
      AccountUrl: 'https://a.snowflakecomputing.com',
      PrivateKey: 'k'.repeat(256),
      User: 'u',
      Database: 'd',
      Schema: 's',
      Table: 't',
      RoleARN: roleArn,
      S3Configuration: bucket,
    },
  ],
  ['Iceberg', 'Iceberg', { RoleARN: roleArn, CatalogConfiguration: {}, S3Configuration: bucket }],
]

test.each(refused)('a destination with %s is refused (%s)', async (_, kind, configuration) => {
  const server = await startFirehose()
  const { status, code } = await create(server, `${kind}DestinationConfiguration`, configuration)
  expect([status, /^(InvalidArgument|Validation)Exception$/.test(String(code))]).toEqual([400, true])
  expect((await server.answer('ListDeliveryStreams', {})).output.DeliveryStreamNames).toEqual([])
})

test('a cluster that nobody has said the place of is refused', async () => {
  const server = await startFirehose()
  const { code, message } = await create(server, 'RedshiftDestinationConfiguration', {
    RoleARN: roleArn,
    ClusterJDBCURL: 'jdbc:redshift://a.b.us-east-1.redshift.amazonaws.com:5439/dev',
    CopyCommand: { DataTableName: 'orders' },
    Username: 'dev',
    Password: 'secret12',
    S3Configuration: bucket,
  })
  expect([code, message]).toEqual([
    'InvalidArgumentException',
    expect.stringContaining('a.b.us-east-1.redshift.amazonaws.com:5439'),
  ])
})
