import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import type { SinkRecord } from '../../../src/firehose-sink/destinations/destination.ts'
import { KafkaSource } from '../../../src/firehose-sink/sources/kafka/kafka-source.ts'
import { times } from '../../effort.ts'
import { settle, until } from '../until.ts'
import { MemoryKafka } from './memory-kafka.ts'

const bytes = 1_000_000

interface World {
  readonly clock: ManualClock
  readonly kafka: MemoryKafka
  readonly troubles: string[]
  /** As they are durable when everything that was read is delivered. */
  readonly positions: Map<string, string>
  readonly texts: string[]
  source: KafkaSource
}

async function start(partitions: number): Promise<World> {
  const clock = new ManualClock()
  const kafka = new MemoryKafka(clock, partitions)
  const troubles: string[] = []
  const positions = new Map<string, string>()
  const source = await open({ clock, kafka, troubles, positions })
  return { clock, kafka, troubles, positions, texts: [], source }
}

async function open({ clock, kafka, troubles, positions }: Omit<World, 'source' | 'texts'>) {
  const report = (code: string, message: string) => void troubles.push(`${code} ${message}`)
  const source = new KafkaSource({ client: await kafka.open(), clock, report }, new Map(positions))
  onTestFinished(() => source.close())
  return source
}

/** Reads until `holds`, or for a while that is long enough for all that is going to come. */
async function read(world: World, holds: () => boolean): Promise<void> {
  const stop = new AbortController()
  let isOver = false
  const reading = (async () => {
    while (!stop.signal.aborted) {
      const { records, positions } = await world.source.read(bytes, stop.signal)
      world.texts.push(...textsOf(records))
      for (const [key, position] of Object.entries(positions))
        if (position === null) world.positions.delete(key)
        else world.positions.set(key, position)
    }
  })().finally(() => {
    isOver = true
  })
  await until(holds, world.clock, 50)
  stop.abort()
  await until(() => isOver)
  await reading
}

const textsOf = (records: readonly SinkRecord[]) => records.map(({ data }) => data.toString())

test('KafkaSource reads every partition from its position on, in order, and counts what lags', async () => {
  const world = await start(3)
  const { kafka, source, positions } = world
  kafka.put(0, 'a1', 'a2', 'a3', 'a4')
  kafka.put(1, 'b1', 'b2')
  positions.set('topic-1:1', '1')
  world.source = await open(world)
  expect(world.source.backlog()).toEqual({})
  await read(world, () => world.texts.length === 5)
  expect(world.texts.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4'])
  expect(world.texts.filter((text) => text.startsWith('b'))).toEqual(['b2'])
  expect(Object.fromEntries(positions)).toEqual({ 'topic-1:0': '4', 'topic-1:1': '2' })
  expect(world.source.backlog()).toEqual({ records: 0 })
  expect(world.source.partitionNames().get('topic-1:2')).toBe('2')
  expect(source.retentionMs).toBe(Number.POSITIVE_INFINITY)
  expect(world.troubles).toEqual([])
})

test('a broker that is out of reach is said, holds up its own partitions only, and is asked again after longer and longer', async () => {
  const world = await start(2)
  const { kafka, troubles, clock } = world
  await read(world, () => kafka.answered > 2)
  kafka.down.add(1)
  kafka.put(0, 'a1')
  kafka.put(1, 'b1')
  await read(world, () => world.texts.length === 1 && troubles.length > 0)
  expect(world.texts).toEqual(['a1'])
  expect(troubles[0]).toBe('KAFKA broker 1 cannot be reached')
  const startedMs = clock.monotonicMs()
  await read(world, () => clock.monotonicMs() > startedMs + 60_000)
  expect(troubles.length).toBeLessThan(12)
  kafka.down.delete(1)
  await read(world, () => world.texts.length === 2)
})

test('a partition that moves while it is read is read on when its answer is there, and a broker has one request at a time', async () => {
  const world = await start(2)
  const { kafka, clock } = world
  kafka.put(0, 'a1', 'a2')
  const { promise, resolve } = Promise.withResolvers<void>()
  kafka.gates.set(0, promise)
  await read(world, () => kafka.answered > 2)
  kafka.grow(3)
  kafka.put(0, 'a3')
  kafka.move(0, 1)
  const sinceMs = clock.monotonicMs()
  await read(world, () => clock.monotonicMs() > sinceMs + 60_000)
  const asked = kafka.fetches.filter(({ from }) => from.some(({ partition }) => partition !== 1))
  expect(asked).toEqual([{ broker: 0, from: [{ partition: 0, offset: 0n }] }])
  kafka.gates.clear()
  resolve()
  await read(world, () => world.texts.length === 3)
  expect(world.texts).toEqual(['a1', 'a2', 'a3'])
})

test('answers wait one for each broker, and nobody is asked for more until they are taken', async () => {
  const world = await start(4)
  const { kafka, source } = world
  for (let partition = 0; partition < 4; partition++) kafka.put(partition, 'a', 'b', 'c', 'd', 'e')
  const aborted = new AbortController()
  const first = source.read(bytes, aborted.signal)
  await settle()
  await first
  await settle()
  expect(kafka.answered).toBe(2)
  await source.read(bytes, aborted.signal)
  await settle()
  expect(kafka.answered).toBeLessThanOrEqual(3)
})

test('records that retention has taken are said and passed over; a log that has lost its end is read again', async () => {
  const world = await start(1)
  const { kafka, positions, troubles } = world
  kafka.put(0, 'a', 'b', 'c', 'd')
  kafka.trim(0, 2)
  await read(world, () => world.texts.length === 2)
  expect(world.texts).toEqual(['c', 'd'])
  expect(troubles).toEqual([])

  positions.set('topic-1:0', '1')
  world.source = await open(world)
  await read(world, () => world.texts.length === 4)
  expect(troubles).toEqual(['KAFKA partition 0 does not have offset 1 any more: it is read from 2 on'])
  positions.set('topic-1:0', '9')
  world.source = await open(world)
  await read(world, () => world.texts.length === 6)
  expect(world.texts.slice(4)).toEqual(['c', 'd'])
  expect(troubles[1]).toBe('KAFKA partition 0 does not have offset 9 any more: it is read from 2 on')
})

test('partitions that are added are read from their beginning, and so is a topic that is made anew', async () => {
  const world = await start(1)
  const { kafka, positions } = world
  kafka.put(0, 'a', 'b')
  await read(world, () => world.texts.length === 2)
  kafka.grow(2)
  kafka.put(1, 'c')
  await read(world, () => world.texts.length === 3)
  expect([...positions.keys()]).toEqual(['topic-1:0', 'topic-1:1'])
  kafka.make(1)
  kafka.put(0, 'd')
  await read(world, () => world.texts.length === 4 && !positions.has('topic-1:0'))
  expect(Object.fromEntries(positions)).toEqual({ 'topic-2:0': '1' })
  expect(world.texts).toEqual(['a', 'b', 'c', 'd'])
})

/*
 * Goal: whatever becomes of brokers, leaders and the reader, every record comes, and those of a partition in their order.
 * Method: random steps; at each end of a reader the next one goes on at the positions of what was given out. Without a lost
 * position nothing may come twice either.
 */
test('KafkaSource loses, doubles and reorders nothing while brokers fail, leaders move and readers come and go', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('put' as const),
      partition: fc.nat(2),
      count: fc.integer({ min: 1, max: 7 }),
    }),
    fc.record({
      kind: fc.constant('move' as const),
      partition: fc.nat(2),
      leader: fc.integer({ min: -1, max: 1 }),
    }),
    fc.record({ kind: fc.constant('down' as const), broker: fc.nat(1) }),
    fc.record({ kind: fc.constant('up' as const), broker: fc.nat(1) }),
    fc.record({ kind: fc.constant('read' as const), turns: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const world = await start(3)
      const { kafka } = world
      const put: string[][] = [[], [], []]
      for (const one of steps) {
        if (one.kind === 'put') {
          const more = Array.from(
            { length: one.count },
            (_, i) => `${one.partition}-${put[one.partition]!.length + i}`,
          )
          put[one.partition]!.push(...more)
          kafka.put(one.partition, ...more)
        } else if (one.kind === 'move') kafka.move(one.partition, one.leader)
        else if (one.kind === 'down') kafka.down.add(one.broker)
        else if (one.kind === 'up') kafka.down.delete(one.broker)
        else if (one.kind === 'reopen') world.source = await open(world)
        else {
          let turns = 0
          await read(world, () => ++turns > one.turns)
        }
      }
      kafka.down.clear()
      for (let partition = 0; partition < 3; partition++) kafka.move(partition, partition % 2)
      await read(world, () => world.texts.length >= put.flat().length)
      for (const [partition, texts] of put.entries())
        expect(world.texts.filter((text) => text.startsWith(`${partition}-`))).toEqual(texts)
    }),
    { numRuns: times(20) },
  )
})
