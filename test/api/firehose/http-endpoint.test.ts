import { expect, test } from 'vitest'
import { bucket, startFirehose } from './firehose-server.ts'

const url = 'https://endpoint.example/v1'

const toEndpoint = (changes: object = {}) => ({
  DeliveryStreamName: 'orders',
  HttpEndpointDestinationConfiguration: {
    EndpointConfiguration: { Url: url, Name: 'mine', AccessKey: 'secret' },
    S3Configuration: bucket,
    ...changes,
  },
})

async function describedEndpoint(server: Awaited<ReturnType<typeof startFirehose>>) {
  const { output } = await server.answer('DescribeDeliveryStream', { DeliveryStreamName: 'orders' })
  const { Destinations } = output.DeliveryStreamDescription as { Destinations: Record<string, object>[] }
  return Destinations[0]!.HttpEndpointDestinationDescription
}

test('an HTTP endpoint is described with the defaults of AWS, and without its access key', async () => {
  const server = await startFirehose()
  expect((await server.answer('CreateDeliveryStream', toEndpoint())).status).toBe(200)
  expect(await describedEndpoint(server)).toMatchObject({
    EndpointConfiguration: { Url: url, Name: 'mine' },
    BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
    RequestConfiguration: { ContentEncoding: 'NONE' },
    RetryOptions: { DurationInSeconds: 300 },
    S3BackupMode: 'FailedDataOnly',
    S3DestinationDescription: { ...bucket, CompressionFormat: 'UNCOMPRESSED' },
  })
  expect(JSON.stringify(await describedEndpoint(server))).not.toContain('secret')
})

test('an update of an HTTP endpoint changes the members that it has', async () => {
  const server = await startFirehose()
  await server.answer('CreateDeliveryStream', toEndpoint())
  const update = await server.answer('UpdateDestination', {
    DeliveryStreamName: 'orders',
    CurrentDeliveryStreamVersionId: '1',
    DestinationId: 'destinationId-000000000001',
    HttpEndpointDestinationUpdate: {
      RetryOptions: { DurationInSeconds: 0 },
      S3BackupMode: 'AllData',
      S3Update: { ErrorOutputPrefix: 'bad/' },
    },
  })
  expect(update.status).toBe(200)
  expect(await describedEndpoint(server)).toMatchObject({
    EndpointConfiguration: { Url: url, Name: 'mine' },
    RetryOptions: { DurationInSeconds: 0 },
    S3BackupMode: 'AllData',
    S3DestinationDescription: { ...bucket, ErrorOutputPrefix: 'bad/' },
  })
})

const attribute = (name: string) => ({ AttributeName: name, AttributeValue: '' })
const refused: [string, object][] = [
  ['half of its hints', { BufferingHints: { SizeInMBs: 5 } }],
  ['more hints than there is room for', { BufferingHints: { SizeInMBs: 65, IntervalInSeconds: 0 } }],
  ['a retry duration over two hours', { RetryOptions: { DurationInSeconds: 7201 } }],
  ['a mode of backup of others', { S3BackupMode: 'FailedEventsOnly' }],
  ['plain HTTP', { EndpointConfiguration: { Url: 'http://endpoint.example' } }],
  ['a URL that is none', { EndpointConfiguration: { Url: 'https://' } }],
  ['a key that is no header', { EndpointConfiguration: { Url: url, AccessKey: 'a\nb' } }],
  ['an attribute twice', { RequestConfiguration: { CommonAttributes: [attribute('a'), attribute('a')] } }],
  ['no bucket for what fails', { S3Configuration: undefined }],
  ['a secret of Secrets Manager', { SecretsManagerConfiguration: { Enabled: true } }],
]

test.each(refused)('an HTTP endpoint with %s is refused', async (_, changes) => {
  const server = await startFirehose()
  const { status, code } = await server.answer('CreateDeliveryStream', toEndpoint(changes))
  expect([status, /^(InvalidArgument|Validation)Exception$/.test(String(code))]).toEqual([400, true])
  expect((await server.answer('ListDeliveryStreams', {})).output.DeliveryStreamNames).toEqual([])
})
