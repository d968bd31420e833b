import { expect, test } from 'vitest'
import {
  type ChannelServer,
  ofFormat,
  startChannels,
  startWithStream,
  streamArn,
  toBucket,
} from './channel-server.ts'

async function create(server: ChannelServer, input: object = toBucket()): Promise<string> {
  const { ChannelDescription } = await server.call('CreateChannel', input)
  return ChannelDescription.ChannelARN
}

async function describe(server: ChannelServer, ChannelARN: string) {
  return (await server.call('DescribeChannel', { ChannelARN })).ChannelDescription
}

/** Until the destination was looked at, and the channel has the state. */
async function becomes(server: ChannelServer, ChannelARN: string, wanted: string): Promise<void> {
  let status = ''
  for (let turn = 0; status !== wanted && turn < 100; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    status = (await describe(server, ChannelARN)).ChannelStatus
  }
  expect(status).toBe(wanted)
}

test('a new channel is described with what it was given, and with AWS’s defaults', async () => {
  const server = await startWithStream()
  const { ChannelDescription } = await server.call('CreateChannel', toBucket())
  const { ChannelId } = ChannelDescription
  expect(ChannelId).toMatch(/^[0-9a-f-]{36}$/)
  expect(ChannelDescription).toEqual({
    ChannelName: 'to-lake',
    ChannelARN: `arn:aws:kinesis:us-east-1:000000000000:channel/${ChannelId}`,
    ChannelId,
    ChannelStatus: 'CREATING',
    ChannelCreationTimestamp: server.clock.nowMs() / 1000,
    ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/delivery',
    StreamConfigurationList: [
      {
        StreamARN: streamArn,
        StreamCreationTimestamp: Math.floor(server.clock.nowMs() / 1000),
        RecordConfiguration: { RecordFormatType: 'BYTE_ARRAY' },
      },
    ],
    S3DestinationConfiguration: {
      DataFreshnessInSeconds: 300,
      DeadLetterQueueS3Configuration: {
        BucketARN: 'arn:aws:s3:::lake',
        ExpectedBucketOwner: '000000000000',
        ErrorOutputPrefix: `kinesis-channel/errors/to-lake/${ChannelId}/`,
      },
      StorageConfiguration: {
        BucketARN: 'arn:aws:s3:::lake',
        ExpectedBucketOwner: '000000000000',
        CompressionType: 'NONE',
        StorageClass: 'STANDARD',
        OutputKeyTemplate:
          'kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/!{MM}/!{dd}/!{HH}/' +
          '!{channel-name}-!{channel-id}-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}!{extension}',
      },
    },
    LoggingConfiguration: { CloudWatchLogs: { Enabled: false } },
  })
  await becomes(server, ChannelDescription.ChannelARN, 'ACTIVE')
  const after = await server.restart()
  expect(await describe(after, ChannelDescription.ChannelARN)).toEqual({
    ...ChannelDescription,
    ChannelStatus: 'ACTIVE',
  })
})

test('a channel is CREATING, ACTIVE, UPDATING and DELETING, each of which a restart keeps', async () => {
  let server = await startWithStream({ kinesis: { limits: 'aws', transitionMs: 1000 } })
  server.clock.advance(1000)
  const arn = await create(server)
  const again = async (status: string) => {
    server = await server.restart()
    await becomes(server, arn, status)
  }
  const S3DestinationConfiguration = { DataFreshnessInSeconds: 900 }
  const update = { ChannelARN: arn, S3DestinationConfiguration }
  await again('CREATING')
  expect(await server.errorOf('UpdateChannel', update)).toEqual({
    status: 400,
    code: 'ResourceInUseException',
    message: 'Channel to-lake under account 000000000000 is not ACTIVE, but CREATING.',
  })
  server.clock.advance(1000)
  await again('ACTIVE')
  const { ChannelDescription } = await server.call('UpdateChannel', {
    ...update,
    LoggingConfiguration: { CloudWatchLogs: { Enabled: true, LogGroupName: 'deliveries' } },
  })
  expect(ChannelDescription).toMatchObject({
    ChannelStatus: 'UPDATING',
    S3DestinationConfiguration,
    LoggingConfiguration: { CloudWatchLogs: { Enabled: true, LogGroupName: 'deliveries' } },
  })
  await again('UPDATING')
  server.clock.advance(1000)
  await again('ACTIVE')
  await server.call('DeleteChannel', { ChannelARN: arn })
  await again('DELETING')
  await server.call('DeleteChannel', { ChannelARN: arn })
  server.clock.advance(1000)
  server = await server.restart()
  expect(await server.errorOf('DescribeChannel', { ChannelARN: arn })).toEqual({
    status: 400,
    code: 'ResourceNotFoundException',
    message: `Channel ${arn} not found.`,
  })
  expect((await server.call('ListChannels', {})).ChannelSummaries).toEqual([])
})

test('a stream with a channel is not deleted, and not made a PROVISIONED one', async () => {
  const server = await startWithStream()
  const arn = await create(server)
  const message = (operation: string) =>
    `${operation} is refused for stream orders under account 000000000000 because there are channels on this data stream. Delete them first.`
  const StreamModeDetails = { StreamMode: 'PROVISIONED' }
  expect(await server.errorOf('DeleteStream', { StreamName: 'orders' })).toEqual({
    status: 400,
    code: 'ResourceInUseException',
    message: message('DeleteStream'),
  })
  expect(await server.errorOf('UpdateStreamMode', { StreamARN: streamArn, StreamModeDetails })).toMatchObject(
    { code: 'ResourceInUseException', message: message('UpdateStreamMode') },
  )
  await server.call('DeleteChannel', { ChannelARN: arn })
  await server.call('DeleteStream', { StreamName: 'orders' })
})

test('a stream has one channel to S3, and an account one of a name', async () => {
  const server = await startWithStream()
  await create(server)
  expect(await server.errorOf('CreateChannel', toBucket())).toMatchObject({
    code: 'ResourceInUseException',
    message: 'Channel to-lake under account 000000000000 already exists.',
  })
  expect(await server.errorOf('CreateChannel', toBucket({}, {}, { ChannelName: 'other' }))).toEqual({
    status: 400,
    code: 'LimitExceededException',
    message:
      'This request would exceed the limit on the number of channels to S3 of stream orders under account 000000000000. Limit: 1.',
  })
  expect(await server.call('DescribeLimits', {})).toMatchObject({ ChannelCount: 1, ChannelCountLimit: 50 })
  const { StreamDescriptionSummary } = await server.call('DescribeStreamSummary', { StreamName: 'orders' })
  expect(StreamDescriptionSummary.ChannelCount).toBe(1)
})

test('a channel is refused, with nothing done, for what it cannot be', async () => {
  const server = await startWithStream()
  await server.call('CreateStream', { StreamName: 'fixed', ShardCount: 1 })
  const tables = {
    DeadLetterQueueS3Configuration: { BucketARN: 'arn:aws:s3:::dead', ExpectedBucketOwner: '000000000000' },
    S3TablesConfigurationList: [
      {
        TableBucketARN: 'arn:aws:s3tables:us-east-1:000000000000:bucket/tables',
        Namespace: 'shop',
        TableName: 'orders',
        CompressionType: 'ZSTD',
      },
    ],
  }
  const onStream = (arn: string) => ({
    StreamConfigurationList: [{ StreamARN: arn, RecordConfiguration: { RecordFormatType: 'JSON' } }],
  })
  const [
    {
      StreamConfigurationList: [one],
    },
  ] = [toBucket()]
  const invalid = 'InvalidArgumentException'
  const cases: [object, string, RegExp][] = [
    [
      { S3DestinationConfiguration: undefined, S3TablesDestinationConfiguration: tables },
      invalid,
      /^S3TablesDestinationConfiguration is not available on this server\.$/,
    ],
    [{ S3TablesDestinationConfiguration: tables }, invalid, /^Exactly one of /],
    [{ S3DestinationConfiguration: undefined }, invalid, /^Exactly one of /],
    [
      { EncryptionConfiguration: { EncryptionType: 'KMS', KeyId: 'alias/mine' } },
      invalid,
      /^EncryptionConfiguration is not available/,
    ],
    [toBucket({ StorageClass: 'GLACIER_IR' }), invalid, /^StorageClass GLACIER_IR is not available/],
    [
      toBucket({ BucketARN: 'arn:aws:s3:::.unfinished' }),
      invalid,
      /^\.unfinished is not a valid name of a bucket\.$/,
    ],
    [
      toBucket(
        {},
        {
          DeadLetterQueueS3Configuration: {
            BucketARN: 'arn:aws:s3:::a..b',
            ExpectedBucketOwner: '000000000000',
          },
        },
      ),
      invalid,
      /^a\.\.b is not a valid name of a bucket\.$/,
    ],
    [toBucket({ OutputKeyTemplate: '/a' }), invalid, /^OutputKeyTemplate is not valid: it starts with/],
    [toBucket({ OutputKeyTemplate: 'a'.repeat(1000) }), invalid, /it expands to 1000 characters/],
    [toBucket({}, { DataFreshnessInSeconds: 299 }), invalid, /between 300 and 900, but is 299\.$/],
    [toBucket({}, { DataFreshnessInSeconds: 901 }), invalid, /between 300 and 900, but is 901\.$/],
    [toBucket({}, { DataFreshnessInSeconds: -1 }), invalid, /between 300 and 900/],
    [ofFormat('GSR_JSON'), invalid, /^RecordFormatType GSR_JSON is not supported/],
    [{ StreamConfigurationList: [one, one] }, 'ValidationException', /exactly one entry/],
    [
      onStream('arn:aws:kinesis:us-east-1:000000000000:stream/none'),
      'ResourceNotFoundException',
      /^Stream none under account 000000000000 not found\.$/,
    ],
    [
      onStream('arn:aws:kinesis:us-east-1:000000000000:stream/fixed'),
      'ValidationException',
      /^Channels are supported only on streams in the ON_DEMAND mode\./,
    ],
    [{ Tags: { 'aws:mine': 'x' } }, invalid, /aws:/],
    [{ ServiceExecutionRoleARN: 'role' }, 'ValidationException', /serviceExecutionRoleARN/],
    [{ ChannelName: 'a/b' }, 'ValidationException', /channelName/],
  ]
  for (const [more, code, message] of cases) {
    const error = await server.errorOf('CreateChannel', { ...toBucket(), ...more })
    expect([error.status, error.code]).toEqual([400, code])
    expect(error.message).toMatch(message)
  }
  expect((await server.call('ListChannels', {})).ChannelSummaries).toEqual([])
})

test('a channel is refused on a stream that is encrypted by the key of AWS for Kinesis', async () => {
  const server = await startWithStream()
  const key = { StreamName: 'orders', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }
  await server.call('StartStreamEncryption', key)
  expect(await server.errorOf('CreateChannel', toBucket())).toMatchObject({
    code: 'InvalidArgumentException',
    message: expect.stringMatching(/alias\/aws\/kinesis/),
  })
})

test('updates and addresses are refused that name no channel, or nothing to change', async () => {
  const server = await startWithStream()
  const ChannelARN = await create(server)
  const elsewhere = 'arn:aws:kinesis:eu-west-1:000000000000:channel/a'
  expect(await server.errorOf('DescribeChannel', { ChannelARN: elsewhere })).toMatchObject({
    code: 'ResourceNotFoundException',
  })
  expect(await server.errorOf('DeleteChannel', { ChannelARN: `${ChannelARN}/b` })).toMatchObject({
    code: 'InvalidArgumentException',
  })
  await becomes(server, ChannelARN, 'ACTIVE')
  const refused = async (change: object) => await server.errorOf('UpdateChannel', { ChannelARN, ...change })
  const s3 = { DataFreshnessInSeconds: 100 }
  for (const change of [{}, { S3TablesDestinationConfiguration: s3 }, { S3DestinationConfiguration: s3 }])
    expect(await refused(change)).toMatchObject({ code: 'InvalidArgumentException' })
  expect((await describe(server, ChannelARN)).S3DestinationConfiguration?.DataFreshnessInSeconds).toBe(300)
})

test('ListChannels lists by name, by stream and a page at a time', async () => {
  const server = await startChannels({ kinesis: { limits: 'off' } })
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' }
  for (const StreamName of ['orders', 'clicks'])
    await server.call('CreateStream', { StreamName, StreamModeDetails })
  const clicks = 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks'
  for (const ChannelName of ['c', 'a', 'b']) await create(server, toBucket({}, {}, { ChannelName }))
  const other = [{ StreamARN: clicks, RecordConfiguration: { RecordFormatType: 'JSON' } }]
  await create(server, toBucket({}, {}, { ChannelName: 'd', StreamConfigurationList: other }))
  const names = async (input: object) => {
    const { ChannelSummaries, NextToken } = await server.call('ListChannels', input)
    return [ChannelSummaries.map(({ ChannelName }) => ChannelName).join(''), NextToken] as const
  }
  const [first, NextToken] = await names({ MaxResults: 3 })
  expect([first, ...(await names({ NextToken }))]).toEqual(['abc', 'd', undefined])
  const [{ StreamCreationTimestamp }] = (await server.call('ListChannels', {})).ChannelSummaries[0]!
    .Streams as never as [{ StreamCreationTimestamp: number }]
  expect(await names({ StreamFilter: [{ StreamARN: clicks }] })).toEqual(['d', undefined])
  expect(await names({ StreamFilter: [{ StreamARN: clicks, StreamCreationTimestamp }] })).toEqual([
    'd',
    undefined,
  ])
  expect(await names({ StreamFilter: [{ StreamARN: clicks, StreamCreationTimestamp: 1 }] })).toEqual([
    '',
    undefined,
  ])
  expect(await server.errorOf('ListChannels', { NextToken: 'none' })).toMatchObject({
    code: 'InvalidArgumentException',
  })
  server.clock.advance(301_000)
  expect(await server.errorOf('ListChannels', { NextToken })).toMatchObject({
    code: 'ExpiredNextTokenException',
  })
})

test('a channel has tags by its ARN, and no policy', async () => {
  const server = await startWithStream()
  const ResourceARN = await create(server, toBucket({}, {}, { Tags: { team: 'shop' } }))
  await server.call('TagResource', { ResourceARN, Tags: { cost: '7' } })
  await server.call('UntagResource', { ResourceARN, TagKeys: ['team'] })
  expect((await server.call('ListTagsForResource', { ResourceARN })).Tags).toEqual([
    { Key: 'cost', Value: '7' },
  ])
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'kinesis:DescribeChannel', Resource: ResourceARN },
    ],
  })
  expect(await server.errorOf('PutResourcePolicy', { ResourceARN, Policy })).toMatchObject({
    code: 'InvalidArgumentException',
  })
})

test('operations on channels are taken 5 times a second', async () => {
  const server = await startWithStream({ callsPerSecond: {} })
  for (let call = 0; call < 5; call++) await server.call('ListChannels', {})
  expect(await server.errorOf('ListChannels', {})).toMatchObject({ code: 'LimitExceededException' })
})
