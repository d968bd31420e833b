import { expect, test } from 'vitest'
import {
  shardMetrics,
  withoutShardMetrics,
  withShardMetrics,
} from '../../../src/shards/settings/shard-metrics.ts'

test('metrics are turned on and off by name, and all of them at once', () => {
  const some = withShardMetrics([], ['OutgoingBytes', 'IncomingBytes', 'OutgoingBytes'])
  expect(some).toEqual(['IncomingBytes', 'OutgoingBytes'])
  expect(withShardMetrics(some, ['IncomingRecords'])).toEqual([
    'IncomingBytes',
    'IncomingRecords',
    'OutgoingBytes',
  ])
  expect(withShardMetrics(some, ['ALL'])).toEqual(shardMetrics)
  expect(withoutShardMetrics(some, ['IncomingBytes', 'IncomingRecords'])).toEqual(['OutgoingBytes'])
  expect(withoutShardMetrics(shardMetrics, ['ALL'])).toEqual([])
})
