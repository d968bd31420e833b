import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReceiptColumns, Receipts } from '../../../src/sqs-layer/receiving/receipts.ts'
import { SealedBlocks } from '../../../src/sqs-layer/receiving/sealed-blocks.ts'
import { times } from '../../effort.ts'
import { plainTextsOf } from '../plain-texts-of.ts'

const receipts = new Receipts(Buffer.alloc(32, 7))
const sealOne = receipts.sealOne.bind(receipts)
const openOne = receipts.openOne.bind(receipts)

test('Receipts opens what it has sealed, several at once, with texts that are no handles in between', () => {
  const message = fc.record({ offset: fc.nat(2 ** 48 - 1), receives: fc.nat(200_000) })
  const list = fc.array(fc.option(message), { maxLength: 12 })
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), list, fc.string({ maxLength: 30 }), (queue, messages, other) => {
      const sealed = messages.filter((each) => each !== null)
      const handles = receipts.seal(
        queue,
        sealed.map(({ offset }) => offset),
        sealed.map(({ receives }) => receives),
      )
      for (const handle of handles) expect(handle).toMatch(/^[A-Za-z0-9+/]{23}=$/)
      const opened = receipts.open(messages.map((each) => (each === null ? other : handles.shift()!)))
      expect(opened).toEqual(
        messages.map((each) =>
          each === null ? undefined : { queue, offset: each.offset, receive: each.receives % 65_536 },
        ),
      )
    }),
  )
})

test('a handle is the same whichever handles are sealed with it', () => {
  expect(receipts.seal(1024, [5, 6], [1, 2])).toEqual([sealOne(1024, 5, 1), sealOne(1024, 6, 2)])
  expect(sealOne(1024, 5, 1)).toBe('AUVs26UcSoipTlUG+MTe1iU=')
})

test('Receipts opens nothing else: other texts, other keys, a changed bit', () => {
  const handle = sealOne(1024, 5, 1)
  expect(new Receipts(Buffer.alloc(32, 8)).open([handle])).toEqual([undefined])
  const bytes = Buffer.from(handle, 'base64')
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    expect(openOne(changed.toString('base64'))).toBe(undefined)
  }
  for (const last of 'BCDEFGH') expect(openOne(`${handle.slice(0, 22)}${last}=`)).toBe(undefined)
  /* In Latin-1 its first character would be cut to an A. */
  expect(openOne(`\u0141${handle.slice(1)}`)).toBe(undefined)
  for (const text of [`${handle.slice(0, 23)}A`, `${handle.slice(0, 23)}`, ` ${handle.slice(0, 22)}=`])
    expect(openOne(text)).toBe(undefined)
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => openOne(text) === undefined))
})

test('handles of one message differ by receive, and say nothing of it', () => {
  const handles = [sealOne(1024, 5, 1), sealOne(1024, 5, 2), sealOne(1024, 6, 1)]
  expect(new Set(handles.map((handle) => handle.slice(2, 12))).size).toBe(3)
})

/*
 * Goal: a handle does not tell whether it was sealed ahead.
 * Method: runs of several queues, two of which have one place, that mostly go on where the last one ended, beside handles that are sealed each by itself by
 * somebody with the same key, who never sees a run.
 */
test('handles of messages in their order are the same as sealed one by one', () => {
  const run = fc.record({
    queue: fc.constantFrom(1024, 1025, 1040, 2 ** 32 - 1),
    skip: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -140, max: 140 })),
    count: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 120, max: 132 })),
    receives: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.nat(3)),
  })
  fc.assert(
    fc.property(fc.nat(2 ** 47), fc.array(run, { maxLength: 25 }), (start, runs) => {
      const own = new Receipts(Buffer.alloc(32, 7))
      const next = new Map<number, number>()
      for (const { queue, skip, count, receives } of runs) {
        const first = Math.max(0, (next.get(queue) ?? start) + skip)
        next.set(queue, first + count)
        const offsets = Array.from({ length: count }, (_, i) => first + i)
        const each = offsets.map((_, i) => (i === count - 1 ? receives : 1))
        const expected = offsets.map((offset, i) => receipts.seal(queue, [offset, 0], [each[i]!, 2])[0])
        expect(own.seal(queue, offsets, each)).toEqual(expected)
      }
    }),
    { numRuns: times(60) },
  )
})

/*
 * Goal: handles as bytes are opened as handles as texts are, whether their blocks are remembered or not.
 * Method: far more handles than are remembered, those of a call now old and now new, and some of somebody else's.
 */
test('handles as bytes open as texts do, those that were sealed lately and others', () => {
  const own = new Receipts(Buffer.alloc(32, 7))
  const other = new Receipts(Buffer.alloc(32, 8))
  const handles: string[] = []
  for (let first = 0; first < 20_000; first += 10) {
    const offsets = Array.from({ length: 10 }, (_, i) => 2 ** 33 + first + i)
    handles.push(
      ...own.seal(
        1024 + (first % 3),
        offsets,
        offsets.map((offset) => offset % 70_000),
      ),
    )
  }
  const foreign = other.seal(1024, [5], [1])
  const some = fc.array(fc.oneof({ weight: 20, arbitrary: fc.nat(19_999) }, fc.constant(-1)), {
    minLength: 1,
    maxLength: 10,
  })
  const opened = new ReceiptColumns()
  fc.assert(
    fc.property(some, fc.boolean(), (numbers, isLate) => {
      const chosen = numbers.map((i) => (i < 0 ? foreign[0]! : handles[isLate ? 19_000 + (i % 1000) : i]!))
      const expected = own.open(chosen)
      const isOpen = own.openPlain(plainTextsOf(chosen), opened)
      expect(isOpen).toBe(!expected.includes(undefined))
      if (!isOpen) return
      expect([...opened.queues.subarray(0, opened.count)]).toEqual(expected.map((receipt) => receipt?.queue))
      expect([...opened.offsets.subarray(0, opened.count)]).toEqual(
        expected.map((receipt) => receipt?.offset),
      )
      expect([...opened.receives.subarray(0, opened.count)]).toEqual(
        expected.map((receipt) => receipt?.receive),
      )
    }),
    { numRuns: times(100) },
  )
})

test('a block is remembered until four others have had its places, and then no other is taken for it', () => {
  const sealed = new SealedBlocks()
  const blocks = Array.from({ length: 6 }, (_, i) => Buffer.alloc(16, i).fill(7, 0, 2))
  const found = () =>
    blocks.map((block) => {
      const place = sealed.find(block, 0)
      return place < 0 ? undefined : sealed.offsetAt(place)
    })
  for (const [i, block] of blocks.entries()) sealed.add(block, 0, 1024, i + 1, 1)
  expect(found()).toEqual([undefined, undefined, 3, 4, 5, 6])
  sealed.add(blocks[0]!, 0, 1024, 1, 1)
  expect(found()).toEqual([1, undefined, undefined, 4, 5, 6])
})
