import { expect, test } from 'vitest'
import { channelMetrics } from '../../src/server/channel-metrics.ts'
import { ofFormat, put, startWithStream, toBucket } from '../api/kinesis/channel-server.ts'
import { until } from '../firehose-sink/until.ts'

test('/metrics tells of each channel what was read, what waits, and what was delivered or failed', async () => {
  const server = await startWithStream()
  const { kinesis, sink } = server.firehose
  expect(channelMetrics(kinesis, sink)).toEqual([])
  const { ChannelDescription } = await server.call('CreateChannel', toBucket({}, {}, ofFormat('JSON')))
  const { ChannelARN, ChannelId } = ChannelDescription
  const samples = (name: string) =>
    channelMetrics(kinesis, sink).find((metric) => metric.name === `millrace_kinesis_channel_${name}`)
      ?.samples
  const value = (name: string) => samples(name)?.[0]?.value
  await put(server, '{"a":1}', 'no')
  await until(() => value('buffered_records') === 2)
  server.clock.advance(2000)
  expect(value('data_freshness_seconds')).toBe(2)
  server.clock.advance(298_000)
  await until(() => value('buffered_records') === 0)
  expect(samples('records_total')).toEqual([
    {
      labels: {
        account: '000000000000',
        region: 'us-east-1',
        stream: 'orders',
        channel: 'to-lake',
        channel_id: ChannelId,
      },
      value: 2,
    },
  ])
  expect([value('bytes_in_total'), value('bytes_out_total')]).toEqual([9, 7])
  expect([value('successful_records_total'), value('failed_records_total')]).toEqual([1, 1])
  expect(value('data_freshness_seconds')).toBe(0)
  await server.call('DeleteChannel', { ChannelARN })
  expect(channelMetrics(kinesis, sink)).toEqual([])
})
