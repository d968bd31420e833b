import { expect, onTestFinished, test } from 'vitest'
import type { DeliveryStatus } from '../../src/firehose-sink/index.ts'
import { firehoseMetrics } from '../../src/server/firehose-metrics.ts'
import { bucket, roleArn, startFirehose, toBucket } from '../api/firehose/firehose-server.ts'
import { until } from '../firehose-sink/until.ts'
import { owner, putAll } from '../shards/open-test-streams.ts'

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
  expect(value('source_backlog_records')).toBe(0)
  expect(value('bytes_per_second_limit')).toBe(5 * 1024 * 1024)
  expect(told('data_read_from_source_records_total')).toEqual([])
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

test('/metrics tells of a stream that is a source what was read, and counts backup and processing apart', async () => {
  const server = await startFirehose({ limits: 'off' })
  onTestFinished(() => server.sink.close())
  await server.kinesis.control.create(owner, { name: 'clicks', mode: 'PROVISIONED', shardCount: 1 })
  const KinesisStreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks'
  const delivery = toBucket('clicks', {
    BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 1 },
    S3BackupMode: 'Enabled',
    S3BackupConfiguration: bucket,
    ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord' }] },
  })
  await server.answer('CreateDeliveryStream', {
    ...delivery,
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN: roleArn },
  })
  await putAll(server.kinesis, 'clicks', [{ key: 'k', data: Buffer.from('abc') }])
  const value = (name: string) =>
    firehoseMetrics(server.sink).find((metric) => metric.name === `millrace_firehose_${name}`)?.samples[0]
      ?.value
  await until(() => value('delivery_records_total') === 1)
  expect({
    read: value('data_read_from_source_bytes_total'),
    processed: value('succeed_processing_bytes_total'),
    backedUp: value('backup_bytes_total'),
    backups: value('backup_attempts_total'),
    attempts: value('delivery_attempts_total'),
    limit: value('bytes_per_second_limit'),
  }).toEqual({ read: 3, processed: 4, backedUp: 3, backups: 1, attempts: 1, limit: undefined })
  const [{ positions }] = [...server.sink.status()] as [DeliveryStatus]
  await until(() => [...server.sink.status()][0]?.positions['shardId-000000000000'] === '1')
  expect(Object.keys(positions)).toEqual(['shardId-000000000000'])
})
