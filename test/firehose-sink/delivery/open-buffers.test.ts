import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OpenBuffers, type ProcessedBatch } from '../../../src/firehose-sink/delivery/open-buffers.ts'
import type { SinkRecord } from '../../../src/firehose-sink/destinations/destination.ts'
import { times } from '../../effort.ts'

const bufferBytes = 10_000
const bufferMs = 60_000
/** In batches, which are what is added at once. */
const batchBytesMax = 5 * 3000

type Fate = 'delivered' | 'failed' | 'dropped'

interface Given {
  readonly partition: number
  readonly size: number
  readonly fate: Fate
}

const given = fc.record({
  partition: fc.nat(4),
  size: fc.integer({ min: 100, max: 3000 }),
  fate: fc.constantFrom<Fate>('delivered', 'delivered', 'failed', 'dropped'),
})
const step = fc.oneof(
  fc.array(given, { minLength: 1, maxLength: 5 }),
  fc.integer({ min: 1, max: bufferMs }).map((advancedMs) => ({ advancedMs })),
)

/** Adds what it is told to, takes what is ripe, and checks what that confirms. */
class Checked {
  readonly buffers: OpenBuffers
  readonly #backsUp: boolean
  readonly #records: (Given & { delivered: boolean; backedUp: boolean })[] = []
  readonly #lastOf = new Map<number, number>()
  confirmed = 0
  nowMs = 0

  constructor(partitioned: boolean, backsUp: boolean) {
    this.#backsUp = backsUp
    const partitionKeys = partitioned ? ['k'] : undefined
    this.buffers = new OpenBuffers({ bufferBytes, bufferMs, partitionKeys, backsUp })
  }

  add(records: readonly Given[]): void {
    const first = this.#records.length
    const sources = records.map((record, i) => recordOf(first + i, record))
    for (const record of records)
      this.#records.push({ ...record, delivered: record.fate === 'dropped', backedUp: !this.#backsUp })
    const batch = batchOf(sources, records, this.#records.length)
    for (const _ of this.buffers.add(batch, this.nowMs));
  }

  takeRipe(): void {
    for (;;) {
      const taken = this.buffers.takeRipe(this.nowMs)
      if (taken === undefined) break
      for (const { position } of taken.records) this.#deliver(Number(position))
      for (const { record } of taken.failed) this.#deliver(Number(record.position))
      for (const { position } of taken.backup) this.#records[Number(position)]!.backedUp = true
      this.confirmed = Number(taken.positions.direct ?? this.confirmed)
      this.#checkConfirmed()
    }
    expect(this.buffers.held.bytes).toBeLessThan(2 * bufferBytes)
    const behind = this.#records.slice(this.confirmed).reduce((bytes, { size }) => bytes + size, 0)
    expect(behind).toBeLessThan(8 * bufferBytes + batchBytesMax)
  }

  #deliver(index: number): void {
    const record = this.#records[index]!
    expect(record.delivered).toBe(false)
    record.delivered = true
    if (record.fate === 'failed') return
    const partition = this.#records[index]!.partition
    expect(index).toBeGreaterThan(this.#lastOf.get(partition) ?? -1)
    this.#lastOf.set(partition, index)
  }

  #checkConfirmed(): void {
    for (const { delivered, backedUp } of this.#records.slice(0, this.confirmed))
      expect([delivered, backedUp]).toEqual([true, true])
  }

  checkEnd(): void {
    expect(this.confirmed).toBe(this.#records.length)
    expect(this.buffers.held).toEqual({ count: 0, bytes: 0 })
    expect(this.buffers.dueMs).toBeUndefined()
  }
}

const recordOf = (index: number, { partition, size }: Given): SinkRecord => ({
  data: Buffer.alloc(size),
  arrivalMs: index,
  position: String(index),
  partitionKeys: { k: String(partition) },
})

function batchOf(sources: SinkRecord[], records: readonly Given[], next: number): ProcessedBatch {
  const withFate = (fate: Fate) => sources.filter((_, i) => records[i]?.fate === fate)
  const failure = { code: 'Bad', message: 'bad', retryable: false }
  return {
    sources,
    records: withFate('delivered'),
    failed: withFate('failed').map((record) => ({ record, failure, attempts: 1, endedMs: 0 })),
    endedMs: 0,
    bytes: sources.reduce((bytes, { data }) => bytes + data.length, 0),
    positions: { direct: String(next) },
  }
}

test('nothing is confirmed before it is taken, each partition is in its order, and what is held is bounded', () => {
  const run = fc.property(
    fc.boolean(),
    fc.boolean(),
    fc.array(step, { maxLength: 60 }),
    (by, backsUp, steps) => {
      const checked = new Checked(by, backsUp)
      for (const one of steps) {
        if ('advancedMs' in one) checked.nowMs += one.advancedMs
        else checked.add(one)
        checked.takeRipe()
      }
      checked.nowMs += bufferMs
      checked.takeRipe()
      checked.checkEnd()
    },
  )
  fc.assert(run, { numRuns: times(100) })
})

const inPartition = (partition: number, size = 100): Given => ({ partition, size, fate: 'delivered' })

test('each partition has a buffer of its own, by size and by time', () => {
  const checked = new Checked(true, false)
  const { buffers } = checked
  checked.add([inPartition(1), inPartition(2)])
  checked.nowMs = 30_000
  checked.add([inPartition(3), inPartition(2, 9950)])
  expect(buffers.takeRipe(30_000)).toMatchObject({ count: 2, bytes: 10_050, positions: {} })
  expect(buffers.takeRipe(30_000)).toBeUndefined()
  expect(buffers.takeRipe(60_000)).toMatchObject({ count: 1, positions: { direct: '2' } })
  expect(buffers.takeRipe(89_999)).toBeUndefined()
  expect(buffers.takeRipe(90_000)).toMatchObject({ count: 1, positions: { direct: '4' } })
})

test('a buffer that does not fill up is delivered before too much was read behind it', () => {
  const checked = new Checked(true, false)
  checked.add([inPartition(0)])
  for (let read = 0; read < 80_000; read += 10_000) {
    checked.takeRipe()
    expect([checked.confirmed, checked.nowMs]).toEqual([0, 0])
    checked.add([inPartition(1, 10_000)])
  }
  checked.takeRipe()
  expect(checked.confirmed).toBe(9)
})

test('a partition beyond 500 that are active fails, and is one of them when another is delivered', () => {
  const checked = new Checked(true, false)
  const { buffers } = checked
  checked.add(Array.from({ length: 501 }, (_, partition) => inPartition(partition, 1)))
  const taken = Array.from({ length: 501 }, () => buffers.takeRipe(bufferMs)!)
  const failures = taken.flatMap(({ failed }) => failed)
  expect(failures.map(({ record }) => record.position)).toEqual(['500'])
  expect(failures[0]).toMatchObject({
    failure: { code: 'DynamicPartitioning.ActivePartitionsLimitExceeded' },
    errorOutputType: 'activePartitionExceeded',
  })
  checked.add([inPartition(500, 1)])
  expect(buffers.takeRipe(2 * bufferMs)?.records.map(({ position }) => position)).toEqual(['501'])
})
