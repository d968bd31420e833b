/*
 * Goal: whatever shards a stream has, a scaling to any count covers all hash keys with that many even shards, each with
 * the right parents.
 * Method: random cuts of the hash keys, some of them even ones and some a key apart; the plan is carried out on a stream,
 * and its lineage checked.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inSlices, type Slices } from '../../../src/base/index.ts'
import { evenHashRanges, type HashRange, hashKeyMax } from '../../../src/partitioner/index.ts'
import { StreamTable } from '../../../src/shards/control/stream-table.ts'
import { isOpen, type StreamState } from '../../../src/shards/index.ts'
import { reshape, type ShardLogs } from '../../../src/shards/resharding/reshape.ts'
import { planEvenRanges } from '../../../src/shards/resharding/reshard-plan.ts'
import { evenSteps } from '../../../src/shards/resharding/reshard-steps.ts'
import { lineageFaultsOf } from '../lineage.ts'
import { owner } from '../open-test-streams.ts'
import { wholeOf } from '../whole-of.ts'

const nowMs = 1_767_323_045_678

function streamOf(ranges: readonly HashRange[]): StreamState {
  const shards = ranges.map(({ start, end }, index) => ({
    index,
    log: 2000 + index,
    startingHashKey: start.toString(),
    endingHashKey: end.toString(),
    createdMs: nowMs,
  }))
  const settings = { mode: 'PROVISIONED' as const, retentionHours: 24, maxRecordSizeKiB: 1024, tags: [] }
  return { ...owner, name: 'test', createdMs: nowMs, activeAtMs: 0, ...settings, shards }
}

function scale(stream: StreamState, count: number): StreamState {
  let log = 10_000
  const logs: ShardLogs = {
    bounds: () => ({ start: 0, end: 7, next: 7, lastTimeMs: nowMs }),
    newLogId: () => log++,
  }
  const table = new StreamTable()
  table.put(stream)
  const steps = wholeOf(evenSteps(stream, count))
  const reshaped = wholeOf(reshape(stream, steps, logs, nowMs))
  table.reshard(owner, 'test', { ...reshaped, change: {} })
  return table.get(owner, 'test')!
}

const openOf = ({ shards }: StreamState) =>
  shards
    .filter(isOpen)
    .map(({ startingHashKey, endingHashKey }) => ({
      start: BigInt(startingHashKey),
      end: BigInt(endingHashKey),
    }))
    .sort((a, b) => (a.start < b.start ? -1 : 1))

const cuts = fc
  .array(
    fc.oneof(
      fc.bigInt({ min: 1n, max: hashKeyMax }),
      fc
        .tuple(fc.integer({ min: 2, max: 12 }), fc.nat(11), fc.bigInt({ min: -2n, max: 2n }))
        .map(([n, i, by]) => {
          return (evenHashRanges(n)[i % n]!.start + by) & hashKeyMax
        }),
      fc.bigInt({ min: 1n, max: 5n }),
    ),
    { maxLength: 24 },
  )
  .map((keys) => [...new Set([0n, ...keys])].sort((a, b) => (a < b ? -1 : 1)))

const ranges = cuts.map((starts) =>
  starts.map((start, i) => ({ start, end: (starts[i + 1] ?? hashKeyMax + 1n) - 1n })),
)

test('a scaling from any shards to any counts leaves even shards, and a whole lineage', () => {
  fc.assert(
    fc.property(
      ranges,
      fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 3 }),
      (cut, counts) => {
        let stream = streamOf(cut)
        for (const count of counts) {
          stream = scale(stream, count)
          expect(lineageFaultsOf(stream)).toEqual([])
          const open = openOf(stream)
          expect(open).toHaveLength(count)
          for (const [i, { start }] of evenHashRanges(count).entries()) {
            const apart = start - open[i]!.start
            expect(-(2n ** 20n) <= apart && apart <= 2n ** 20n).toBe(true)
          }
        }
      },
    ),
  )
})

test('twice as many even shards are made by splits in order of the hash keys, and half by merges of two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), (count) => {
      const even = (of: number) => evenHashRanges(of).map((range, index) => ({ ...range, index }))
      const splits = wholeOf(planEvenRanges(even(count), 2 * count, count))
      expect(splits.map(({ kind, index }) => [kind, index])).toEqual(
        even(count).map(({ index }) => ['split', index]),
      )
      expect(wholeOf(planEvenRanges(even(2 * count), count, 2 * count))).toEqual(
        even(count).map(({ index }) => ({ kind: 'merge', index: 2 * index, adjacent: 2 * index + 1 })),
      )
      expect(wholeOf(planEvenRanges(even(count), count, count))).toEqual([])
    }),
    { numRuns: 30 },
  )
})

/* The shards that AWS made: https://github.com/risingwavelabs/risingwave/issues/9961 */
test('three shards are made of four as AWS makes them', () => {
  const stream = scale(streamOf(evenHashRanges(4)), 3)
  const lineage = stream.shards.map(({ index, parent, adjacentParent }) => [index, parent, adjacentParent])
  expect(lineage.slice(4)).toEqual([
    [4, 1, undefined],
    [5, 1, undefined],
    [6, 0, 4],
    [7, 2, undefined],
    [8, 2, undefined],
    [9, 5, 7],
    [10, 8, 3],
  ])
  expect(stream.shards.filter(isOpen).map(({ index }) => index)).toEqual([6, 9, 10])
  expect(openOf(stream)).toEqual(evenHashRanges(3))
})

test('shards that live for no time are closed when they are made, without records', () => {
  const { shards } = scale(streamOf(evenHashRanges(4)), 3)
  expect(shards[4]).toMatchObject({ createdMs: nowMs + 1, closedMs: nowMs + 1, endOffset: 0 })
  expect(shards[1]).toMatchObject({ createdMs: nowMs, closedMs: nowMs + 1, endOffset: 7 })
})

test('the largest reshards give way again and again, when they are planned and when they are made', async () => {
  const turnsOf = async (work: Slices<unknown>) => {
    let turns = 0
    let next = setImmediate(function count() {
      turns++
      next = setImmediate(count)
    })
    await inSlices(work)
    clearImmediate(next)
    return turns
  }
  const [small, large] = [25_000, 50_000]
  const logs: ShardLogs = {
    bounds: () => ({ start: 0, end: 0, next: 0, lastTimeMs: nowMs }),
    newLogId: () => 1,
  }
  for (const [from, to] of [
    [small, large],
    [large, small],
    [small, 1],
  ] as const) {
    const stream = streamOf(evenHashRanges(from))
    expect(await turnsOf(evenSteps(stream, to))).toBeGreaterThan(40)
    const steps = wholeOf(evenSteps(stream, to))
    expect(await turnsOf(reshape(stream, steps, logs, nowMs))).toBeGreaterThan(40)
  }
})
