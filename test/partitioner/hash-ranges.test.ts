import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evenHashRanges, HashRanges, hashKeyMax, writeHashKey } from '../../src/partitioner/index.ts'

const hashKeys = fc.bigInt({ min: 0n, max: hashKeyMax })

function indexOf(ranges: HashRanges, key: bigint): number {
  const words = new Uint32Array(5)
  writeHashKey(key, words, 1)
  return ranges.indexOf(words, 1)
}

/* The ends that DescribeStream of AWS shows for a new stream of three shards. */
test('three even ranges end where those of AWS do', () => {
  expect(evenHashRanges(3).map(({ start, end }) => [start.toString(), end.toString()])).toEqual([
    ['0', '113427455640312821154458202477256070484'],
    ['113427455640312821154458202477256070485', '226854911280625642308916404954512140969'],
    ['226854911280625642308916404954512140970', '340282366920938463463374607431768211455'],
  ])
})

test('even ranges of any count cover every hash key once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (count) => {
      const ranges = evenHashRanges(count)
      expect(ranges).toHaveLength(count)
      expect(ranges[0]!.start).toBe(0n)
      expect(ranges.at(-1)!.end).toBe(hashKeyMax)
      for (let i = 1; i < count; i++)
        if (ranges[i]!.start !== ranges[i - 1]!.end + 1n) expect.fail(`gap at ${i}`)
    }),
    { numRuns: 30 },
  )
})

/*
 * Goal: every key finds the one range that has it.
 * Method: random starts; random keys and the keys around every start, against a search by hand over bigints.
 */
test('indexOf finds the last range that does not start after the key', () => {
  fc.assert(
    fc.property(fc.uniqueArray(hashKeys, { maxLength: 40 }), fc.array(hashKeys), (cuts, keys) => {
      const starts = [0n, ...cuts.filter((cut) => cut > 0n).sort((a, b) => (a < b ? -1 : 1))]
      const ranges = new HashRanges(starts)
      const around = starts.flatMap((start) => [start - 1n, start, start + 1n])
      for (const key of [...keys, ...around, hashKeyMax]) {
        if (key < 0n || key > hashKeyMax) continue
        expect(indexOf(ranges, key)).toBe(starts.findLastIndex((start) => start <= key))
      }
    }),
  )
})
