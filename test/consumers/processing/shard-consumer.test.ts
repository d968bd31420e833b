import { expect, test } from 'vitest'
import type { RecordBatch } from '../../../src/consumers/processing/shard-processor.ts'
import { batchOf, child, consumeShard, settle } from './consume-shard.ts'

const sequenceNumbers = ({ records }: RecordBatch) =>
  records.map(({ sequenceNumber }) => sequenceNumber).join(' ')

test('batches are processed one at a time, each is saved when it is done, and at a stop the lease is let go', async () => {
  const seen: string[] = []
  let underWay = 0
  const { row, stop, running } = await consumeShard({
    batches: [batchOf(1, 2), batchOf(3)],
    processor: {
      initialize: ({ fencingToken, checkpoint }) =>
        void seen.push(`${fencingToken} ${checkpoint.sequenceNumber}`),
      async process(batch) {
        expect(++underWay).toBe(1)
        await settle()
        underWay--
        seen.push(sequenceNumbers(batch))
      },
      shutdownRequested: () => void seen.push('shutdown'),
    },
  })
  while (seen.length < 3) await settle()
  await settle()
  expect((await row()).checkpoint.sequenceNumber).toBe('3')
  stop()
  await running
  expect(seen).toEqual(['3 TRIM_HORIZON', '1 2', '3', 'shutdown'])
  expect((await row()).owner).toBeUndefined()
})

test('a batch that could not be processed comes again after a while, and holds up what is behind it', async () => {
  const seen: string[] = []
  const { clock, row, stop, running } = await consumeShard({
    batches: [batchOf(1), batchOf(2)],
    processor: {
      process(batch) {
        seen.push(sequenceNumbers(batch))
        if (seen.length < 3) throw new Error('not now')
      },
    },
  })
  await settle()
  expect(seen).toEqual(['1'])
  clock.advance(1000)
  await settle()
  expect(seen).toEqual(['1', '1'])
  expect((await row()).checkpoint.sequenceNumber).toBe('TRIM_HORIZON')
  clock.advance(2000)
  await settle()
  expect(seen).toEqual(['1', '1', '1', '2'])
  stop()
  await running
})

test('a batch that was not processed has no checkpoint when the shard is left', async () => {
  const { row, stop, running } = await consumeShard({
    batches: [batchOf(1), batchOf(2)],
    processor: {
      process({ records }) {
        if (records[0]?.sequenceNumber === '2') throw new Error('never')
      },
    },
  })
  await settle()
  stop()
  await running
  expect((await row()).checkpoint.sequenceNumber).toBe('1')
})

test('an application that writes its checkpoints itself may save a part of a batch, but nothing that it was not given', async () => {
  const refused: unknown[] = []
  const { row, stop, running } = await consumeShard({
    batches: [batchOf(1, 2, 3), batchOf(4)],
    checkpointIntervalMs: undefined,
    processor: {
      async process({ records, writeCheckpoint }) {
        const [first, second] = records
        if (second === undefined) return
        await writeCheckpoint(second)
        await writeCheckpoint(first).catch((error) => refused.push(error.code))
        await writeCheckpoint({ ...second, sequenceNumber: '9' }).catch((error) => refused.push(error.code))
      },
    },
  })
  await settle()
  stop()
  await running
  expect(refused).toEqual(['CHECKPOINT_NOT_ALLOWED', 'CHECKPOINT_NOT_ALLOWED'])
  expect((await row()).checkpoint.sequenceNumber).toBe('2')
})

test('at the end of a shard its children have leases before it is marked as done', async () => {
  const { row, created, running } = await consumeShard({
    batches: [{ ...batchOf(1), children: [child] }],
    processor: {
      process: () => undefined,
      async shardEnded() {
        expect(created).toEqual(['child'])
        expect((await row()).checkpoint.sequenceNumber).toBe('1')
      },
    },
  })
  await running
  expect(await row()).toMatchObject({
    checkpoint: { sequenceNumber: 'SHARD_END' },
    children: ['child'],
    owner: undefined,
  })
})

test('a shard whose end the application did not save comes again', async () => {
  const { row, running } = await consumeShard({
    batches: [{ ...batchOf(1), children: [child] }],
    checkpointIntervalMs: undefined,
    processor: { process: ({ writeCheckpoint }) => writeCheckpoint(), shardEnded: () => undefined },
  })
  await running
  expect(await row()).toMatchObject({ checkpoint: { sequenceNumber: '1' }, owner: undefined })
})

test('a worker that lost its lease is told so, and leaves the row alone', async () => {
  const seen: string[] = []
  const { take, row, running } = await consumeShard({
    batches: [batchOf(1)],
    processor: {
      process: () => void seen.push('process'),
      leaseLost: () => void seen.push('lost'),
      shutdownRequested: () => void seen.push('shutdown'),
    },
  })
  await settle()
  await take('b')
  await running
  expect(seen).toEqual(['process', 'lost'])
  expect((await row()).owner).toBe('b')
})

test('nothing is processed while the lease may be another’s, and it goes on when the lease was renewed', async () => {
  const seen: string[] = []
  const { clock, held, stop, running } = await consumeShard({
    batches: [batchOf(1), batchOf(2)],
    processor: {
      process(batch) {
        seen.push(sequenceNumbers(batch))
        clock.advance(20_000)
      },
    },
  })
  await settle()
  expect(seen).toEqual(['1'])
  await held.renew(0)
  clock.advance(1000)
  await settle()
  expect(seen).toEqual(['1', '2'])
  stop()
  await running
})

test('each attempt at a batch is measured, and each checkpoint', async () => {
  let attempts = 0
  const { clock, stop, running, batchMeasures, checkpointMeasures } = await consumeShard({
    batches: [{ ...batchOf(11, 12), millisBehindLatest: 70 }],
    processor: {
      process() {
        clock.advance(30)
        if (++attempts === 1) throw new Error('not now')
      },
    },
  })
  await settle()
  clock.advance(1000)
  await settle()
  stop()
  await running
  const shard = { stream: 'orders', shardId: 'shardId-000000000000' }
  const batch = { ...shard, recordsProcessed: 2, dataBytesProcessed: 4, millisBehindLatest: 70 }
  expect(batchMeasures).toEqual([
    { ...batch, processRecordsMs: 30, success: false },
    { ...batch, processRecordsMs: 30, success: true },
  ])
  expect(checkpointMeasures).toEqual([{ ...shard, durationMs: 0, success: true }])
})
