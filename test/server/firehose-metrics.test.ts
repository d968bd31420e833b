import { expect, onTestFinished, test } from 'vitest'
import { firehoseMetrics } from '../../src/server/firehose-metrics.ts'
import { startFirehose, toBucket } from '../api/firehose/firehose-server.ts'
import { until } from '../firehose-sink/until.ts'

test('/metrics tells of each delivery stream what came, what waits and what was delivered', async () => {
  const server = await startFirehose()
  onTestFinished(() => server.sink.close())
  expect(firehoseMetrics(server.sink)).toEqual([])
  await server.answer('CreateDeliveryStream', toBucket('orders'))
  await server.answer('PutRecord', { DeliveryStreamName: 'orders', Record: { Data: 'YWJj' } })
  const told = (name: string) =>
    firehoseMetrics(server.sink).find((metric) => metric.name === `millrace_firehose_${name}`)?.samples
  const value = (name: string) => told(name)?.[0]?.value
  await until(() => value('buffered_records') === 1)
  server.clock.advance(2000)
  expect(value('delivery_data_freshness_seconds')).toBe(2)
  server.clock.advance(298_000)
  await until(() => value('buffered_records') === 0)
  expect(value('delivery_data_freshness_seconds')).toBe(0)
  expect(told('delivery_bytes_total')).toEqual([
    {
      labels: {
        account: '000000000000',
        region: 'us-east-1',
        delivery_stream: 'orders',
        destination: 'ExtendedS3',
      },
      value: 3,
    },
  ])
  expect(told('last_error_timestamp_seconds')).toEqual([])
})
