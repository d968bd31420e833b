import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashKeyMax, writeHashKey } from '../../../src/partitioner/index.ts'
import { times } from '../../effort.ts'
import { openTestStreams, owner, putAll, readShard, startMs } from '../open-test-streams.ts'

const record = fc.record({
  key: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
  data: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
})

/*
 * Goal: what was put is what is read, in the order of the calls and of the records in them, under the sequence numbers
 * that were answered, and nothing else; before a restart and after it.
 * Method: random calls of random records against streams of several shards; a list for each shard as the model.
 */
test('records are read as they were put, each in its shard under its number', async () => {
  const calls = fc.array(fc.array(record, { maxLength: 12 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 7 }), calls, async (shardCount, batches) => {
      const opened = await openTestStreams()
      const { streams, clock } = opened
      await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount })
      const model = Array.from({ length: shardCount }, (): object[] => [])
      for (const records of batches) {
        const answers = await putAll(streams, 'test', records)
        answers.forEach((answer, i) => {
          const { sequenceNumber, shard } = answer!
          model[shard]!.push({ ...records[i]!, sequenceNumber, arrivalMs: clock.nowMs() })
        })
        clock.advance(700)
      }
      for (let i = 0; i < shardCount; i++) expect(await readShard(streams, 'test', i, 5)).toEqual(model[i])
      const after = await opened.restart()
      for (let i = 0; i < shardCount; i++) expect(await readShard(after.streams, 'test', i)).toEqual(model[i])
    }),
    { numRuns: times(20) },
  )
})

test('the largest call has 500 records', async () => {
  const { streams } = await openTestStreams()
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 64 })
  const records = Array.from({ length: 500 }, (_, i) => ({ key: `key ${i}`, data: Buffer.from(`data ${i}`) }))
  const answers = await putAll(streams, 'test', records)
  expect(new Set(answers.map((answer) => answer!.sequenceNumber)).size).toBe(500)
  let read = 0
  for (let i = 0; i < 64; i++) read += (await readShard(streams, 'test', i)).length
  expect(read).toBe(500)
})

test('an explicit hash key goes to the shard that has it, at both ends of its range', async () => {
  const { streams } = await openTestStreams()
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 3 })
  const { shards } = streams.control.get(owner, 'test')
  const words = new Uint32Array(4)
  for (const { index, startingHashKey, endingHashKey } of shards) {
    for (const hashKey of [startingHashKey, endingHashKey]) {
      writeHashKey(BigInt(hashKey), words, 0)
      const batch = streams.batches.take(streams.active(owner, 'test'))
      batch.addHashed(words, 0, 1, 0)
      expect(batch.shardOf(0).index).toBe(index)
    }
  }
  expect(shards[2]!.endingHashKey).toBe(hashKeyMax.toString())
})

test('records over the limits of their shard are refused and the others written', async () => {
  const { streams } = await openTestStreams({ limits: 'aws' })
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const large = { key: 'k', data: Buffer.alloc(600_000) }
  const answers = await putAll(streams, 'test', [large, large, { key: 'k', data: Buffer.from('small') }])
  expect(answers.map((answer) => answer !== undefined)).toEqual([true, false, true])
  const read = await readShard(streams, 'test', 0)
  expect(read.map(({ data }) => data.length)).toEqual([600_000, 5])
  expect(read.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
    answers[0]!.sequenceNumber,
    answers[2]!.sequenceNumber,
  ])
})

test('a call of which every record is refused commits nothing', async () => {
  const { streams, store } = await openTestStreams({ limits: 'aws' })
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const full = { key: 'k', data: Buffer.alloc(1024 * 1024 - 1) }
  expect((await putAll(streams, 'test', [full]))[0]).toBeDefined()
  const { commits } = store.stats()
  expect(await putAll(streams, 'test', [full, full])).toEqual([undefined, undefined])
  expect(store.stats().commits).toBe(commits)
})

test('a batch that is withdrawn takes nothing of the limits of its shard', async () => {
  const { streams } = await openTestStreams({ limits: 'aws' })
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const batch = streams.batches.take(streams.active(owner, 'test'))
  for (let i = 0; i < 3; i++) batch.add(Buffer.from('k'), 0, 1, 500_000)
  batch.layOut()
  expect(batch.refusedCount).toBe(1)
  batch.withdraw()
  streams.batches.release(batch)
  const full = { key: 'k', data: Buffer.alloc(1024 * 1024 - 1) }
  expect((await putAll(streams, 'test', [full]))[0]).toBeDefined()
})

test('arrival times do not fall within a shard when the wall clock steps back, nor over a restart', async () => {
  const before = await openTestStreams()
  await before.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const one = [{ key: 'k', data: Buffer.from('x') }]
  await putAll(before.streams, 'test', one)
  before.clock.setWallTime(startMs - 60_000)
  await putAll(before.streams, 'test', one)
  const after = await before.restart()
  await putAll(after.streams, 'test', one)
  const read = await readShard(after.streams, 'test', 0)
  expect(read.map(({ arrivalMs }) => arrivalMs)).toEqual([startMs, startMs, startMs])
  const numbers = read.map(({ sequenceNumber }) => sequenceNumber)
  expect(numbers).toEqual([...new Set(numbers)].sort())
})

test('puts that are under way when the stream is deleted are refused or gone with it', async () => {
  const { streams } = await openTestStreams()
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const one = [{ key: 'k', data: Buffer.from('x') }]
  const batch = streams.batches.take(streams.active(owner, 'test'))
  batch.add(Buffer.from('k'), 0, 1, 1)
  batch.layOut()
  await streams.delete(owner, 'test')
  await expect(streams.batches.commit(batch, () => 'put')).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' })
  await expect(putAll(streams, 'test', one)).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' })
})
