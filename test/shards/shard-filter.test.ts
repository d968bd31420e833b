import { expect, test } from 'vitest'
import { filterShards, type ShardFilter, type ShardState, type StreamState } from '../../src/shards/index.ts'

const hourMs = 3_600_000

function shard(index: number, createdMs: number, closedMs?: number): ShardState {
  const hashKeys = { startingHashKey: '0', endingHashKey: '1' }
  return {
    index,
    log: 2000 + index,
    ...hashKeys,
    createdMs,
    ...(closedMs !== undefined && { closedMs, endOffset: 9 }),
  }
}

/* Made at hour 100 with shard 0; split at 110 into 1 and 2; those merged at 120 into 3. */
const stream: StreamState = {
  account: '000000000000',
  region: 'us-east-1',
  name: 'test',
  mode: 'PROVISIONED',
  createdMs: 100 * hourMs,
  activeAtMs: 0,
  retentionHours: 24,
  maxRecordSizeKiB: 1024,
  tags: [],
  shards: [
    shard(0, 100 * hourMs, 110 * hourMs),
    shard(1, 110 * hourMs, 120 * hourMs),
    shard(2, 110 * hourMs, 120 * hourMs),
    shard(3, 120 * hourMs),
  ],
}

const at = (hour: number) => ({ timestampMs: hour * hourMs })

test.each<[string, number, ShardFilter | undefined, number[]]>([
  ['all that can be read', 121, undefined, [0, 1, 2, 3]],
  ['none whose records are too old', 135, undefined, [1, 2, 3]],
  ['the open ones for ever', 1000, undefined, [3]],
  ['those behind a shard', 121, { type: 'AFTER_SHARD_ID', index: 1 }, [2, 3]],
  ['the first shards at the trim horizon of a young stream', 121, { type: 'AT_TRIM_HORIZON' }, [0]],
  ['those open at the trim horizon later', 135, { type: 'AT_TRIM_HORIZON' }, [1, 2]],
  ['everything from the trim horizon', 135, { type: 'FROM_TRIM_HORIZON' }, [1, 2, 3]],
  ['the open ones at the tip', 121, { type: 'AT_LATEST' }, [3]],
  ['those open at a time', 121, { type: 'AT_TIMESTAMP', ...at(115) }, [1, 2]],
  ['parents and children at the moment of a change', 121, { type: 'AT_TIMESTAMP', ...at(110) }, [0, 1, 2]],
  ['those at the trim horizon for a time before it', 121, { type: 'AT_TIMESTAMP', ...at(1) }, [0]],
  ['those open from a time on', 121, { type: 'FROM_TIMESTAMP', ...at(115) }, [1, 2, 3]],
  ['those closed at that moment from a time on', 121, { type: 'FROM_TIMESTAMP', ...at(120) }, [1, 2, 3]],
  ['everything from a time before the stream', 121, { type: 'FROM_TIMESTAMP', ...at(1) }, [0, 1, 2, 3]],
])('a list of shards has %s', (_, nowHour, filter, indexes) => {
  expect(filterShards(stream, filter, nowHour * hourMs).map(({ index }) => index)).toEqual(indexes)
})
