import { expect, test } from 'vitest'
import { streamMetrics } from '../../src/server/stream-metrics.ts'
import { shardIdOf } from '../../src/shards/index.ts'
import { openTestStreams, owner, positionOf, putAll, readList } from '../shards/open-test-streams.ts'

const labels = { ...owner, stream: 'test' }

async function openUsed() {
  const opened = await openTestStreams()
  await opened.streams.control.create(owner, { name: 'idle', mode: 'PROVISIONED', shardCount: 1 })
  await opened.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 2 })
  await putAll(opened.streams, 'test', [{ key: 'b', data: Buffer.from('abc') }])
  return opened
}

const valuesOf = (streams: Parameters<typeof streamMetrics>[0]) =>
  Object.fromEntries(streamMetrics(streams).map(({ name, samples }) => [name, samples]))

test('the totals of streams in use are given always, those of shards not unless they are turned on', async () => {
  const { streams } = await openUsed()
  expect(valuesOf(streams)).toEqual({
    millrace_kinesis_stream_incoming_bytes_total: [{ labels, value: 4 }],
    millrace_kinesis_stream_incoming_records_total: [{ labels, value: 1 }],
    millrace_kinesis_stream_outgoing_bytes_total: [{ labels, value: 0 }],
    millrace_kinesis_stream_outgoing_records_total: [{ labels, value: 0 }],
    millrace_kinesis_stream_write_provisioned_throughput_exceeded_total: [{ labels, value: 0 }],
    millrace_kinesis_stream_read_provisioned_throughput_exceeded_total: [{ labels, value: 0 }],
  })
})

test('the metrics of shards are those that are turned on, of the shards in use', async () => {
  const { streams } = await openUsed()
  const reads = await Promise.all([0, 1].map((i) => readList(streams, positionOf(streams, 'test', i), 1)))
  const used = reads.findIndex(({ count }) => count > 0)
  await streams.control.change(owner, 'test', () => ({
    shardMetrics: ['IncomingRecords', 'IteratorAgeMilliseconds'],
  }))
  const values = valuesOf(streams)
  expect(Object.keys(values).filter((name) => name.startsWith('millrace_kinesis_shard_'))).toEqual([
    'millrace_kinesis_shard_incoming_records_total',
    'millrace_kinesis_shard_iterator_age_milliseconds',
  ])
  expect(values.millrace_kinesis_shard_incoming_records_total).toContainEqual({
    labels: { ...labels, shard: shardIdOf(used) },
    value: 1,
  })
})
