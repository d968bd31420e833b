import { expect, test } from 'vitest'
import { bucket, roleArn, serve, startFirehose, toBucket } from './firehose-server.ts'

const arn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/orders'

async function described(server: Awaited<ReturnType<typeof startFirehose>>, name = 'orders') {
  const { output } = await server.answer('DescribeDeliveryStream', { DeliveryStreamName: name })
  return output.DeliveryStreamDescription as Record<string, unknown>
}

test('a delivery stream is described with the defaults of AWS, and as both forms of its bucket', async () => {
  const server = await startFirehose()
  const created = await server.answer('CreateDeliveryStream', toBucket('orders'))
  expect(created.output).toEqual({ DeliveryStreamARN: arn })
  const plain = {
    ...bucket,
    Prefix: '',
    BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
    CompressionFormat: 'UNCOMPRESSED',
    EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' },
    CloudWatchLoggingOptions: { Enabled: false },
  }
  expect(await described(server)).toEqual({
    DeliveryStreamName: 'orders',
    DeliveryStreamARN: arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamEncryptionConfiguration: { Status: 'DISABLED' },
    DeliveryStreamType: 'DirectPut',
    VersionId: '1',
    CreateTimestamp: 1_700_000_000,
    Destinations: [
      {
        DestinationId: 'destinationId-000000000001',
        S3DestinationDescription: plain,
        ExtendedS3DestinationDescription: { ...plain, S3BackupMode: 'Disabled' },
      },
    ],
    HasMoreDestinations: false,
  })
})

test('what was made, changed, tagged and deleted is so after a restart,', async () => {
  {
    const server = await startFirehose()
    const tags = [{ Key: 'team', Value: 'a' }, { Key: 'cost' }]
    await server.answer('CreateDeliveryStream', { ...toBucket('orders'), Tags: tags })
    await server.answer('CreateDeliveryStream', toBucket('gone'))
    await server.answer('DeleteDeliveryStream', { DeliveryStreamName: 'gone' })
    const update = {
      DeliveryStreamName: 'orders',
      CurrentDeliveryStreamVersionId: '1',
      DestinationId: 'destinationId-000000000001',
      ExtendedS3DestinationUpdate: { Prefix: 'in/' },
    }
    expect((await server.answer('UpdateDestination', update)).status).toBe(200)
    await server.answer('UntagDeliveryStream', { DeliveryStreamName: 'orders', TagKeys: ['cost', 'none'] })
    const before = await described(server)
    expect(before).toMatchObject({ VersionId: '2', LastUpdateTimestamp: 1_700_000_000 })
    const again = serve(await server.restart())
    expect(await described(again)).toEqual(before)
    const listed = await again.answer('ListTagsForDeliveryStream', { DeliveryStreamName: 'orders' })
    expect(listed.output).toEqual({ Tags: [{ Key: 'team', Value: 'a' }], HasMoreTags: false })
    expect((await again.answer('ListDeliveryStreams', {})).output).toEqual({
      DeliveryStreamNames: ['orders'],
      HasMoreDeliveryStreams: false,
    })
  }
})

test('names are listed by page, by type, and for their owner alone', async () => {
  const server = await startFirehose()
  for (const name of ['c', 'a', 'b']) await server.answer('CreateDeliveryStream', toBucket(name))
  const list = async (input: object, caller = {}) =>
    (await server.answer('ListDeliveryStreams', input, caller)).output
  expect(await list({ Limit: 2 })).toEqual({
    DeliveryStreamNames: ['a', 'b'],
    HasMoreDeliveryStreams: true,
  })
  expect(await list({ ExclusiveStartDeliveryStreamName: 'b' })).toMatchObject({ DeliveryStreamNames: ['c'] })
  expect(await list({ DeliveryStreamType: 'MSKAsSource' })).toMatchObject({ DeliveryStreamNames: [] })
  expect(await list({}, { account: '111111111111' })).toMatchObject({ DeliveryStreamNames: [] })
  expect(await list({}, { region: 'eu-west-1' })).toMatchObject({ DeliveryStreamNames: [] })
})

test('CREATING and DELETING are seen for as long as the server was told', async () => {
  const server = await startFirehose({ transitionMs: 100 })
  await server.answer('CreateDeliveryStream', toBucket('orders'))
  expect(await described(server)).toMatchObject({ DeliveryStreamStatus: 'CREATING' })
  const name = { DeliveryStreamName: 'orders' }
  expect((await server.answer('DeleteDeliveryStream', name)).code).toBe('ResourceInUseException')
  server.clock.advance(100)
  expect(await described(server)).toMatchObject({ DeliveryStreamStatus: 'ACTIVE' })
  await server.answer('DeleteDeliveryStream', name)
  expect(await described(server)).toMatchObject({ DeliveryStreamStatus: 'DELETING' })
  expect((await server.answer('CreateDeliveryStream', toBucket('orders'))).code).toBe(
    'ResourceInUseException',
  )
  server.clock.advance(100)
  expect((await server.answer('DescribeDeliveryStream', name)).message).toBe(
    'Firehose orders under account 000000000000 not found.',
  )
  expect((await server.answer('CreateDeliveryStream', toBucket('orders'))).status).toBe(200)
})

test('encryption is started, changed and stopped, 25 times in a day', async () => {
  const server = await startFirehose()
  const name = { DeliveryStreamName: 'orders' }
  const KeyARN = 'arn:aws:kms:us-east-1:000000000000:key/one'
  await server.answer('CreateDeliveryStream', {
    ...toBucket('orders'),
    DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN },
  })
  const encryption = async () => (await described(server)).DeliveryStreamEncryptionConfiguration
  expect(await encryption()).toEqual({ KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN, Status: 'ENABLED' })
  for (let i = 0; i < 12; i++) {
    await server.answer('StopDeliveryStreamEncryption', name)
    expect(await encryption()).toEqual({ Status: 'DISABLED' })
    await server.answer('StartDeliveryStreamEncryption', name)
    expect(await encryption()).toEqual({ KeyType: 'AWS_OWNED_CMK', Status: 'ENABLED' })
  }
  expect((await server.answer('StopDeliveryStreamEncryption', name)).status).toBe(200)
  expect((await server.answer('StartDeliveryStreamEncryption', name)).code).toBe('LimitExceededException')
  server.clock.advance(24 * 3_600_000)
  expect((await server.answer('StartDeliveryStreamEncryption', name)).status).toBe(200)
})

const source = { KinesisStreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/in', RoleARN: roleArn }
const key = 'arn:aws:kms:us-east-1:000000000000:key/one'

/* What is wrong with an input, what it is, and the beginning of what is said of it. */
const refusals: [what: string, input: object, message: string][] = [
  [
    'no destination',
    { DeliveryStreamName: 'x' },
    'Exactly one destination configuration is supported for a Firehose',
  ],
  [
    'two destinations',
    { ...toBucket('x'), S3DestinationConfiguration: bucket },
    'Exactly one destination configuration is supported for a Firehose',
  ],
  [
    'a destination that is not there',
    {
      DeliveryStreamName: 'x',
      IcebergDestinationConfiguration: {
        RoleARN: roleArn,
        CatalogConfiguration: {},
        S3Configuration: bucket,
      },
    },
    'IcebergDestinationConfiguration is not available on this server.',
  ],
  [
    'half of the hints',
    toBucket('x', { BufferingHints: { SizeInMBs: 1 } }),
    'BufferingHints must have both SizeInMBs and IntervalInSeconds, or neither.',
  ],
  [
    'a bucket that leads out of its folder',
    toBucket('x', { BucketARN: 'arn:aws:s3:::..' }),
    '.. is not a valid name of a bucket.',
  ],
  [
    'a backup without a bucket',
    toBucket('x', { S3BackupMode: 'Enabled' }),
    'S3BackupConfiguration is required when S3BackupMode is Enabled.',
  ],
  [
    'a source of another type',
    { ...toBucket('x'), KinesisStreamSourceConfiguration: source },
    'KinesisStreamSourceConfiguration is not expected when DeliveryStreamType=DirectPut.',
  ],
  [
    'a type without its source',
    { ...toBucket('x'), DeliveryStreamType: 'KinesisStreamAsSource' },
    'KinesisStreamSourceConfiguration is required when DeliveryStreamType=KinesisStreamAsSource.',
  ],
  [
    'encryption in S3',
    toBucket('x', { EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: key } } }),
    'KMSEncryptionConfig is not available on this server.',
  ],
  [
    'a key that is missing',
    { ...toBucket('x'), DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK' } },
    'KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.',
  ],
]

test.each(refusals)('CreateDeliveryStream refuses %s, and makes nothing', async (_, input, message) => {
  const server = await startFirehose()
  const answer = await server.answer('CreateDeliveryStream', input)
  expect(answer).toEqual({ status: 400, code: 'InvalidArgumentException', message, output: {} })
  expect((await server.answer('ListDeliveryStreams', {})).output.DeliveryStreamNames).toEqual([])
})

test('UpdateDestination refuses an old version, another destination and another kind, and changes nothing', async () => {
  const server = await startFirehose()
  await server.answer('CreateDeliveryStream', toBucket('orders'))
  const before = await described(server)
  const update = (changes: object) =>
    server.answer('UpdateDestination', {
      DeliveryStreamName: 'orders',
      CurrentDeliveryStreamVersionId: '1',
      DestinationId: 'destinationId-000000000001',
      ...changes,
    })
  const s3 = { S3DestinationUpdate: { Prefix: 'p' } }
  expect(await update({ ...s3, CurrentDeliveryStreamVersionId: '2' })).toMatchObject({
    code: 'ConcurrentModificationException',
    message:
      'Cannot update firehose: orders since the current version id: 1 and specified version id: 2 do not match',
  })
  expect((await update({ ...s3, DestinationId: 'other' })).code).toBe('InvalidArgumentException')
  expect((await update({})).code).toBe('InvalidArgumentException')
  expect((await update({ SplunkDestinationUpdate: {} })).code).toBe('InvalidArgumentException')
  expect(await described(server)).toEqual(before)
  expect((await update(s3)).status).toBe(200)
})
