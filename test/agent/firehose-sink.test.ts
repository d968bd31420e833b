import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BatchClient, FirehoseSink } from '../../src/agent/firehose/index.ts'
import { ManualClock, silentLogger } from '../../src/base/index.ts'
import { type Fault, FaultyBatches } from './faulty-batches.ts'

const recordsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ partitionKey: 'k', data: Buffer.from(`${i}`) }))
const textsOf = (count: number) => recordsOf(count).map(({ data }) => data.toString())

/** Sends to the end, with time that passes by half seconds. @returns when each request was made, and what the log says */
async function run(client: BatchClient, count: number, ending = new AbortController()) {
  const clock = new ManualClock()
  const timesMs: number[] = []
  const warnings: string[] = []
  const sink = new FirehoseSink({
    client: {
      send: (command, options) => {
        timesMs.push(clock.monotonicMs())
        return client.send(command, options)
      },
    },
    deliveryStream: 'logs',
    clock,
    logger: {
      ...silentLogger,
      warn: (fields, message) => warnings.push(`${message}: ${(fields as { err: Error }).err.message}`),
    },
    signal: ending.signal,
  })
  let isSent: boolean | undefined
  const sending = sink.send(recordsOf(count), ending.signal).then((sent) => {
    isSent = sent
  })
  for (await turn(); isSent === undefined; await turn()) clock.advance(500)
  await sending
  return { isSent, timesMs, warnings }
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('throttled' as const),
    failed: fc.uniqueArray(fc.integer({ min: 0, max: 7 })),
  }),
  fc.record({ kind: fc.constantFrom('refused' as const, 'lost' as const, 'short' as const) }),
)

test('whatever fails, every record is durable in the end, and none is put again that was acknowledged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
      async (faults, count) => {
        const batches = new FaultyBatches(faults)
        const { isSent } = await run(batches, count)
        expect(isSent).toBe(true)
        expect(new Set(batches.durable)).toEqual(new Set(textsOf(count)))
        expect(batches.acknowledged.toSorted()).toEqual(textsOf(count).toSorted())
        for (const texts of batches.requests)
          expect(texts).toEqual(texts.toSorted((a, b) => Number(a) - Number(b)))
      },
    ),
    { numRuns: 300 },
  )
})

test('the pause doubles from 1 s to 10 s while nothing gets through, and is 1 s again when something does', async () => {
  const refused: Fault = { kind: 'refused' }
  const batches = new FaultyBatches([...Array(6).fill(refused), { kind: 'throttled', failed: [1] }, refused])
  const { timesMs } = await run(batches, 2)
  expect(timesMs.map((ms, i) => ms - (timesMs[i - 1] ?? 0))).toEqual([
    0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 1_000, 2_000,
  ])
})

test('the log says how many records failed and why', async () => {
  const faults: Fault[] = [{ kind: 'throttled', failed: [1] }, { kind: 'refused' }, { kind: 'short' }]
  const { warnings } = await run(new FaultyBatches(faults), 3)
  const of = (counts: string, why: string) =>
    `${counts} records were not put into delivery stream logs, and will be put again: ${why}`
  expect(warnings).toEqual([
    of('1 of 3', 'ServiceUnavailableException: Slow down.'),
    of('1 of 1', 'Rate exceeded'),
    of('1 of 1', 'the answer says nothing of them'),
  ])
})

test('a sink that is to end gives up what has failed', async () => {
  const ending = new AbortController()
  const client: BatchClient = {
    async send() {
      ending.abort()
      throw new Error('aborted')
    },
  }
  expect(await run(client, 3, ending)).toMatchObject({ isSent: false, timesMs: [0] })
})
