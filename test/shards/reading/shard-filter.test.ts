import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  pageOfShards,
  type ShardFilter,
  type ShardState,
  type StreamState,
} from '../../../src/shards/index.ts'

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
  const all = pageOfShards(stream, filter, { after: -1, count: 10 }, nowHour * hourMs)
  expect(all).toEqual({ shards: indexes.map((index) => stream.shards[index]), hasMore: false })
})

/*
 * Goal: a list in pages is the list, whatever the size of a page.
 * Method: streams whose shards were closed at random times, of which the oldest are gone; each page begins behind the
 * last shard of the one before it, and all together are compared with one page that has room for everything.
 */
test('the pages of a list are the list, without a gap and without a repetition', () => {
  const lives = fc.array(fc.record({ from: fc.nat(40), to: fc.option(fc.nat(40), { nil: undefined }) }), {
    maxLength: 30,
  })
  const filters = fc.constantFrom<ShardFilter | undefined>(
    undefined,
    { type: 'AT_LATEST' },
    { type: 'AT_TRIM_HORIZON' },
    { type: 'AFTER_SHARD_ID', index: 7 },
    { type: 'AT_TIMESTAMP', ...at(120) },
    { type: 'FROM_TIMESTAMP', ...at(120) },
  )
  fc.assert(
    fc.property(lives, filters, fc.integer({ min: 1, max: 7 }), fc.nat(5), (made, filter, count, gone) => {
      const shards = made.map(({ from, to }, i) =>
        shard(i + gone, (100 + from) * hourMs, to === undefined ? undefined : (100 + from + to) * hourMs),
      )
      const nowMs = 140 * hourMs
      const pages = { ...stream, shards }
      const whole = pageOfShards(pages, filter, { after: -1, count: 100 }, nowMs).shards
      const listed: ShardState[] = []
      for (let after = -1; ; ) {
        const page = pageOfShards(pages, filter, { after, count }, nowMs)
        listed.push(...page.shards)
        expect(listed.length).toBeLessThanOrEqual(whole.length)
        if (!page.hasMore) break
        expect(page.shards).toHaveLength(count)
        after = page.shards.at(-1)!.index
      }
      expect(listed).toEqual(whole)
    }),
  )
})

test('a page looks at its own shards, and at none that are elsewhere in the list', () => {
  const shards = Array.from({ length: 50_000 }, (_, i) => shard(i, 120 * hourMs))
  let looks = 0
  const counted = new Proxy(shards, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks++
      return Reflect.get(target, key)
    },
  })
  for (const after of [-1, 25_000, 48_000]) {
    looks = 0
    const range = { after, count: 1000 }
    expect(pageOfShards({ ...stream, shards: counted }, undefined, range, 121 * hourMs).shards).toHaveLength(
      1000,
    )
    expect(looks).toBeLessThan(2 * 1000 + 20)
  }
})
