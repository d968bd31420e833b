import { onTestFinished } from 'vitest'
import type { CallRateSettings } from '../../../src/api/kinesis/index.ts'
import { openTestFirehose, type TestFirehose } from '../../firehose-sink/open-test-firehose.ts'
import { type KinesisServer, serveStreams } from './kinesis-server.ts'

/** The Kinesis API with the engine that delivers what comes to channels, over one memory disk. */
export interface ChannelServer extends Omit<KinesisServer, 'restart'> {
  readonly firehose: TestFirehose
  restart(): Promise<ChannelServer>
}

type Options = Parameters<typeof openTestFirehose>[0] & { readonly callsPerSecond?: CallRateSettings }

export async function startChannels({ callsPerSecond, ...options }: Options = {}): Promise<ChannelServer> {
  return serve(await openTestFirehose({ kinesis: { limits: 'aws' }, ...options }), callsPerSecond)
}

function serve(firehose: TestFirehose, callsPerSecond: CallRateSettings | undefined): ChannelServer {
  const { kinesis, store, clock, sink } = firehose
  const opened = {
    streams: kinesis,
    store,
    clock,
    restart: () => Promise.reject(new Error('with the engine, see below')),
  }
  const server = serveStreams(opened, 'aws', {
    callsPerSecond,
    channels: sink.channels,
  })
  onTestFinished(() => sink.close())
  return { ...server, firehose, restart: async () => serve(await firehose.restart(), callsPerSecond) }
}

export const account = '000000000000'
export const streamArn = `arn:aws:kinesis:us-east-1:${account}:stream/orders`

/** What CreateChannel takes, with more, or other, than it needs. */
export const toBucket = (storage: object = {}, s3: object = {}, more: object = {}) => ({
  ChannelName: 'to-lake',
  ServiceExecutionRoleARN: `arn:aws:iam::${account}:role/delivery`,
  StreamConfigurationList: [
    { StreamARN: streamArn, RecordConfiguration: { RecordFormatType: 'BYTE_ARRAY' } },
  ],
  S3DestinationConfiguration: {
    StorageConfiguration: {
      BucketARN: 'arn:aws:s3:::lake',
      ExpectedBucketOwner: account,
      CompressionType: 'NONE',
      ...storage,
    },
    ...s3,
  },
  ...more,
})

export const ofFormat = (RecordFormatType: string) => ({
  StreamConfigurationList: [{ StreamARN: streamArn, RecordConfiguration: { RecordFormatType } }],
})

/** A server with an on-demand stream. */
export async function startWithStream(options?: Options): Promise<ChannelServer> {
  const server = await startChannels(options)
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' }
  await server.call('CreateStream', { StreamName: 'orders', StreamModeDetails })
  return server
}

export async function put(server: Pick<ChannelServer, 'call'>, ...texts: string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text), PartitionKey: text.slice(0, 8) }))
  await server.call('PutRecords', { StreamName: 'orders', Records })
}
