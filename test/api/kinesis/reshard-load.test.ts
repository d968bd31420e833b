/*
 * Goal: whatever is split and merged under load, no acknowledged record is lost, none is there twice, and the records of
 * each key are read in the order in which they were put.
 * Method: producers put one after the other, each its own keys, by PutRecord and PutRecords of the common shape (bytes) and
 * by unusual ones (general path), while shards are split, merged and scaled at once; then everything is read, parents
 * before children, and checked by sequence numbers and by counters in the data.
 */
import { expect, test } from 'vitest'
import { createApi } from '../../../src/api/index.ts'
import { createKinesisService } from '../../../src/api/kinesis/index.ts'
import { ManualClock, silentLogger } from '../../../src/base/index.ts'
import { isOpen, type Streams, shardIdOf } from '../../../src/shards/index.ts'
import { SlowDisk } from '../../log/memory-disk.ts'
import { lineageFaultsOf, orderFaultsOf } from '../../shards/lineage.ts'
import {
  openTestStreams,
  owner,
  readShard,
  startMs,
  type TestStreams,
} from '../../shards/open-test-streams.ts'
import { SeededRandom } from '../../sim/seeded-random.ts'
import { queuesOver } from '../../stream-queues/queues-over.ts'
import { requestOf } from '../kinesis-request.ts'

const producers = 8
const keysEach = 5
const reshards = 60

interface Answer {
  ShardId: string
  SequenceNumber: string
}

interface Load {
  /** What was put, and the answers. */
  readonly receipts: Map<string, Answer>
  /** How many puts met shards that were changing hands: by both forms. */
  waited: number
  isOver: boolean
}

function callerOf(opened: TestStreams) {
  const services = [createKinesisService({ ...opened, queues: queuesOver(opened) })]
  const api = createApi({ services, defaultAccount: owner.account, logger: silentLogger })
  return async (name: string, input: object, indent = 0) => {
    const { status, body } = await api(requestOf(name, JSON.stringify(input, null, indent)))
    const answer = JSON.parse(String(body))
    if (status !== 200) throw new Error(`${name}: ${status} ${answer.__type} ${answer.message}`)
    return answer
  }
}

async function produce(opened: TestStreams, random: SeededRandom, producer: number, load: Load) {
  const { streams } = opened
  const call = callerOf(opened)
  for (let counter = 0; !load.isOver; ) {
    const records = Array.from({ length: 1 + random.below(12) }, () => {
      const PartitionKey = `p${producer}k${random.below(keysEach)}`
      return { Data: Buffer.from(`${PartitionKey} ${counter++}`).toString('base64'), PartitionKey }
    })
    if (streams.active(owner, 'test').handedOver !== undefined) load.waited++
    const answers: Answer[] = random.chance(0.3)
      ? [await call('PutRecord', { ...records[0], ...unusual(random), StreamName: 'test' })]
      : (await call('PutRecords', { Records: records, ...unusual(random), StreamName: 'test' })).Records
    answers.forEach((answer, i) => {
      load.receipts.set(String(Buffer.from(records[i]!.Data, 'base64')), answer)
    })
  }
}

/** A member that the form over bytes leaves to the general path. */
const unusual = (random: SeededRandom) => (random.chance(0.4) ? { DryRun: false } : {})

/** A split, a merge or a scaling, each of shards as they are at that moment. */
async function reshardOnce({ control, resharding }: Streams, random: SeededRandom) {
  const open = control
    .get(owner, 'test')
    .shards.filter(isOpen)
    .map(({ index, startingHashKey, endingHashKey }) => ({
      id: shardIdOf(index),
      start: BigInt(startingHashKey),
      end: BigInt(endingHashKey),
    }))
    .sort((a, b) => (a.start < b.start ? -1 : 1))
  const i = random.below(open.length)
  const luck = random.next()
  if (luck < 0.2) return resharding.scaleTo(owner, 'test', 1 + random.below(12))
  if (luck < 0.6 && open.length > 1 && i > 0) {
    return resharding.merge(owner, 'test', open[i - 1]!.id, open[i]!.id)
  }
  const { id, start, end } = open[i]!
  return resharding.split(owner, 'test', id, start + (end - start + 1n) / 2n)
}

/** Reads everything, parents before children, and holds it against the answers. */
async function verify(streams: Streams, { receipts }: Load) {
  const { shards } = streams.control.get(owner, 'test')
  const stored = await Promise.all(shards.map(({ index }) => readShard(streams, 'test', index)))
  expect(orderFaultsOf(stored)).toEqual([])
  const places = stored.flatMap((records, i) =>
    records.map(({ data, sequenceNumber }) => [
      `${data}`,
      { ShardId: shardIdOf(shards[i]!.index), SequenceNumber: sequenceNumber },
    ]),
  )
  expect(places).toHaveLength(receipts.size)
  expect(Object.fromEntries(places)).toEqual(Object.fromEntries(receipts))
  stored.forEach((records, i) => {
    const { endOffset = records.length } = shards[i]!
    expect(records).toHaveLength(endOffset)
  })
}

test.each([1, 2, 3])('records put during reshards are there, once and in order (seed %i)', async (seed) => {
  const random = new SeededRandom(seed)
  const opened = await openTestStreams({}, new SlowDisk(() => random.below(4)), new ManualClock(startMs))
  const { streams, clock } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 2 })
  const load: Load = { receipts: new Map(), waited: 0, isOver: false }
  const done = Array.from({ length: producers }, (_, producer) => produce(opened, random, producer, load))
  for (let i = 0; i < reshards; i++) {
    await reshardOnce(streams, random)
    expect(lineageFaultsOf(streams.control.get(owner, 'test'))).toEqual([])
    if (random.chance(0.3)) clock.advance(random.below(1500))
    if (random.chance(0.1)) clock.setWallTime(clock.nowMs() - random.below(3000))
    if (random.chance(0.5)) await new Promise((resolve) => setImmediate(resolve))
  }
  load.isOver = true
  await Promise.all(done)
  expect(load.waited).toBeGreaterThan(20)
  await verify((await opened.restart()).streams, load)
})
