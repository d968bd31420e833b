import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Producer, type PutResult } from '../../src/producers/index.ts'
import { times } from '../effort.ts'
import { VirtualTime } from '../sim/consumers/virtual-time.ts'
import { SeededRandom } from '../sim/seeded-random.ts'
import { FakeStream } from './fake-stream.ts'

/*
 * Goal: whatever the network and the service do, every record gets one result; what was acknowledged is where the result says, in a shard
 * that is its own, and readable; records of a key are in their order; memory and requests stay within their bounds.
 * Method: a producer on a stream in memory that loses requests and answers, throttles, fails and is resharded, in virtual time.
 */

/** Of a record here, with what the producer counts for its being there. */
const largestSize = 700

interface Put {
  readonly text: string
  readonly key: string
  /** In the order of the puts; undefined: not put yet. */
  outcome: PutResult | { readonly code: string } | undefined
}

const share = fc.integer({ min: 0, max: 30 }).map((percent) => percent / 100)
const scenario = fc.record({
  seed: fc.integer(),
  shardCount: fc.integer({ min: 1, max: 4 }),
  keyCount: fc.constantFrom<number>(1, 5, 200),
  records: fc.integer({ min: 1, max: 400 }),
  reshards: fc.integer({ min: 0, max: 4 }),
  preserveOrder: fc.boolean(),
  aggregation: fc.boolean(),
  faults: fc.record({
    lostRequest: share,
    lostAnswer: share,
    throttled: share,
    failed: share,
    refused: fc.constantFrom(0, 0, 0.02),
    latencyMsMax: fc.constantFrom(0, 20, 300),
  }),
  ttlMs: fc.constantFrom(500, 30_000),
  bufferBytesMax: fc.constantFrom(2_000, 50_000, 10_000_000),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

async function run(given: Scenario): Promise<{ stream: FakeStream; puts: Put[]; bytesMost: number }> {
  const clock = new VirtualTime()
  const random = new SeededRandom(given.seed)
  const stream = new FakeStream(clock, random, { ...given.faults, lostRequest: 0 }, given.shardCount)
  const starting = Producer.startOn(stream, { ...given, clock, random, aggregateBytesMax: 2_000 })
  await clock.run(1_000)
  const producer = await starting
  stream.faults = given.faults
  const puts: Put[] = []
  let bytes = 0
  let bytesMost = 0
  const put = (i: number) => {
    const key = `key-${random.below(given.keyCount)}`
    const text = `${i}`.padEnd(random.below(40), '.')
    const each: Put = { key, text, outcome: undefined }
    const size = key.length + text.length + 600
    puts.push(each)
    bytes += size
    bytesMost = Math.max(bytesMost, bytes)
    const explicitHashKey = key.endsWith('3') ? hashKeyOf(key) : undefined
    producer.put({ partitionKey: key, data: text, explicitHashKey }).then(
      (result) => settle(result),
      (error) => settle(error),
    )
    const settle = (outcome: Put['outcome']) => {
      expect(each.outcome).toBeUndefined()
      each.outcome = outcome
      bytes -= size
    }
  }
  const finished = (async () => {
    for (let i = 0; i < given.records; i++) {
      await producer.ready()
      put(i)
      if (random.chance(0.1)) await clock.sleep(random.below(100))
      if (random.chance(given.reshards / given.records)) stream.reshard()
    }
    await producer.close()
  })()
  await runUntil(finished, clock)
  return { stream, puts, bytesMost }
}

/** Time goes on until it is done, for hours at the most: a record without a result is an error, and no wait for ever. */
async function runUntil(finished: Promise<void>, clock: VirtualTime): Promise<void> {
  let isDone = false
  const done = finished.then(() => {
    isDone = true
  })
  for (let rounds = 0; rounds < 100 && !isDone; rounds++) await clock.run(clock.monotonicMs() + 100_000)
  if (!isDone) throw new Error('a record has no result')
  await done
}

/** The same for each record of a key: else they are in several shards, where they have no order. */
function hashKeyOf(key: string): string {
  return `${BigInt(key.length) * 2n ** 120n}`
}

test('every record gets one result, and what is acknowledged is where the result says', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const { stream, puts, bytesMost } = await run(given)
      const seen = new Map(
        stream.seen().map((record) => [`${record.sequenceNumber}/${record.subSequenceNumber}`, record]),
      )
      for (const { text, key, outcome } of puts) {
        expect(outcome).toBeDefined()
        if (outcome === undefined || 'code' in outcome) continue
        const { shardId, sequenceNumber, subSequenceNumber } = outcome
        expect(seen.get(`${sequenceNumber}/${subSequenceNumber}`)).toMatchObject({
          shardId,
          text,
          partitionKey: key,
        })
      }
      const codes = new Set(
        puts.flatMap(({ outcome }) => (outcome && 'code' in outcome ? [outcome.code] : [])),
      )
      const allowed = [
        'PRODUCER_RECORD_EXPIRED',
        ...(given.faults.refused > 0 ? ['PRODUCER_REQUEST_REFUSED'] : []),
      ]
      expect([...codes].filter((code) => !allowed.includes(code))).toEqual([])
      expect(bytesMost).toBeLessThan(given.bufferBytesMax + largestSize)
      expect(stream.requestsAtOnceMost).toBeLessThanOrEqual(8)
    }),
    { numRuns: times(25) },
  )
})

test('the records of a key are in the order of their puts when that is asked for', async () => {
  const ordered = scenario.map((given) => ({
    ...given,
    preserveOrder: true,
    keyCount: given.keyCount === 200 ? 20 : given.keyCount,
  }))
  await fc.assert(
    fc.asyncProperty(ordered, async (given) => {
      const { stream, puts } = await run(given)
      const numbers = new Map(puts.map(({ text }, i) => [text, i]))
      const last = new Map<string, number>()
      const known = new Set<string>()
      for (const { partitionKey, text } of stream.seen()) {
        if (known.has(text)) continue
        known.add(text)
        const number = numbers.get(text) as number
        expect(number).toBeGreaterThan(last.get(partitionKey) ?? -1)
        last.set(partitionKey, number)
      }
    }),
    { numRuns: times(25) },
  )
})
