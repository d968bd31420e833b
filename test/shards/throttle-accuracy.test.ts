import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/index.ts'
import { RegionalQuotas } from '../../src/shards/index.ts'
import { Shard } from '../../src/shards/shard.ts'

/*
 * Goal: under twice the load that a shard may have, it has what it may have, to 1 %, however many shards there are.
 * Method: the burst is used up in a first second; then, for 10 seconds of a clock that is moved by hand, each shard is
 * offered twice its limit in equal steps. What all have taken or given is compared with the limit, and so is each.
 */
const mebibyte = 1024 * 1024
const recordBytesMax = mebibyte
const quotas = new RegionalQuotas().of({ region: 'us-east-1' })
const measuredSeconds = 10

interface Load {
  readonly limitPerSecond: number
  readonly offersPerSecond: number
  /** @returns how much of what the limit is about was admitted */
  offer(shard: Shard): number
}

const write = (shard: Shard, bytes: number): boolean => {
  shard.writes!.refill(recordBytesMax)
  return shard.writes!.admit(bytes)
}

const loads: [what: string, load: Load][] = [
  [
    'records in',
    { limitPerSecond: 1000, offersPerSecond: 2000, offer: (shard) => (write(shard, 10) ? 1 : 0) },
  ],
  [
    'bytes in',
    { limitPerSecond: mebibyte, offersPerSecond: 256, offer: (shard) => (write(shard, 8192) ? 8192 : 0) },
  ],
  [
    'bytes in, as records of different sizes',
    {
      limitPerSecond: mebibyte,
      offersPerSecond: 200,
      /* Half of them small: what is left over by large ones is used. */
      offer(shard) {
        const small = write(shard, 971) ? 971 : 0
        return small + (write(shard, 20_000) ? 20_000 : 0)
      },
    },
  ],
  ['reads', { limitPerSecond: 5, offersPerSecond: 10, offer: (shard) => (shard.reads!.admit() ? 1 : 0) }],
  [
    'bytes out',
    {
      limitPerSecond: 2 * mebibyte,
      offersPerSecond: 5,
      offer(shard) {
        const bytes = (4 * mebibyte) / 5
        if (!shard.reads!.admit()) return 0
        shard.reads!.take(bytes)
        return bytes
      },
    },
  ],
]

function admittedByEach(shardCount: number, { offersPerSecond, offer }: Load): number[] {
  const clock = new ManualClock()
  const state = { log: 2000, startingHashKey: '0', endingHashKey: '0', createdMs: 0 }
  const shards = Array.from(
    { length: shardCount },
    (_, index) => new Shard({ ...state, index }, { clock, quotas }),
  )
  const offerFor = (seconds: number) => {
    const admitted = shards.map(() => 0)
    for (let i = 0; i < seconds * offersPerSecond; i++) {
      clock.advance(1000 / offersPerSecond)
      for (let s = 0; s < shardCount; s++) admitted[s]! += offer(shards[s]!)
    }
    return admitted
  }
  offerFor(2)
  return offerFor(measuredSeconds)
}

test.each(loads)('%s: offered twice the limit, 1 shard and 200 shards take their limit', (_, load) => {
  const expected = load.limitPerSecond * measuredSeconds
  for (const shardCount of [1, 200]) {
    for (const admitted of admittedByEach(shardCount, load)) {
      expect(Math.abs(admitted - expected) / expected).toBeLessThanOrEqual(0.01)
    }
  }
})

test('a stream of large records takes 1 MiB a second too, whether they come often or seldom', () => {
  const clock = new ManualClock()
  const shard = new Shard(
    { index: 0, log: 2000, startingHashKey: '0', endingHashKey: '0', createdMs: 0 },
    { clock, quotas },
  )
  const admitted = { large: 0, small: 0 }
  /* A tank of 10 MiB that fills at 1 MiB a second: one full record at once, then what comes in. */
  for (let ms = 0; ms < 60_000; ms += 10) {
    shard.writes!.refill(10 * mebibyte)
    if (ms % 20_000 === 0 && shard.writes!.admit(10 * mebibyte)) admitted.large++
    if (ms % 1000 === 0 && shard.writes!.admit(mebibyte / 2)) admitted.small++
    clock.advance(10)
  }
  /* Half the rate is baseline traffic, so that each 10 MiB are there again after 20 s; not while the tank is empty. */
  expect(admitted.large).toBe(3)
  expect(admitted.small).toBe(57)
})

test('after a record of 10 MiB small ones go on as the room for them comes in', () => {
  const clock = new ManualClock()
  const shard = new Shard(
    { index: 0, log: 2000, startingHashKey: '0', endingHashKey: '0', createdMs: 0 },
    { clock, quotas },
  )
  const put = (bytes: number) => {
    shard.writes!.refill(10 * mebibyte)
    return shard.writes!.admit(bytes)
  }
  expect(put(10 * mebibyte)).toBe(true)
  expect(put(1024)).toBe(false)
  let bytes = 0
  for (let ms = 0; ms < 10_000; ms++) {
    clock.advance(1)
    if (put(1024)) bytes += 1024
  }
  expect(Math.abs(bytes - 1000 * 1000 * 10) / bytes).toBeLessThan(0.05)
  expect(bytes).toBeLessThanOrEqual(10 * mebibyte)
})

test.each([
  [10, 4_999, 1],
  [6, 2_999, 1],
  [2.5, 1_249, 1],
])('a read of %d MiB makes the reads of its size at 2 MiB a second fail', (mebibytes, stillMs, moreMs) => {
  const clock = new ManualClock()
  const shard = new Shard(
    { index: 0, log: 2000, startingHashKey: '0', endingHashKey: '0', createdMs: 0 },
    { clock, quotas },
  )
  expect(shard.reads!.admit()).toBe(true)
  shard.reads!.take(mebibytes * mebibyte)
  for (let ms = 0; ms <= stillMs; ms += 250) {
    expect(shard.reads!.admit()).toBe(false)
    clock.advance(Math.min(250, stillMs - ms))
  }
  expect(shard.reads!.admit()).toBe(false)
  clock.advance(moreMs)
  expect(shard.reads!.admit()).toBe(true)
})
