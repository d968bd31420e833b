import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DueHeap } from '../../../src/sqs-layer/backlog/due-heap.ts'
import { MessageTable, place } from '../../../src/sqs-layer/backlog/message-table.ts'

test('MessageTable finds what was added and not removed, whatever the offsets', () => {
  const offset = fc.oneof(fc.nat(50), fc.integer({ min: 2 ** 32 - 5, max: 2 ** 32 + 5 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), offset), { maxLength: 300 }), (steps) => {
      const table = new MessageTable()
      const expected = new Set<number>()
      for (const [isAdd, each] of steps) {
        const slot = table.find(each)
        expect(slot >= 0).toBe(expected.has(each))
        if (slot >= 0) expect(table.offset[slot]).toBe(each)
        if (isAdd && slot < 0) {
          table.add(each)
          expected.add(each)
        } else if (!isAdd && slot >= 0) {
          table.remove(slot)
          expected.delete(each)
        }
        expect(table.count).toBe(expected.size)
      }
      expect(table.lowestOffset()).toBe(Math.min(...expected))
    }),
  )
})

test('DueHeap gives what is due first, through additions, removals and changes', () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'add', 'remove', 'move', 'pop'),
    which: fc.nat(),
    dueMs: fc.nat(30),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const table = new MessageTable()
      const heap = new DueHeap(table)
      const slots: number[] = []
      steps.forEach(({ kind, which, dueMs }, i) => {
        const slot = slots[which % Math.max(1, slots.length)]
        if (kind === 'add') {
          const added = table.add(i)
          table.place[added] = place.delayed
          table.dueMs[added] = dueMs
          heap.add(added)
          slots.push(added)
        } else if (slot !== undefined && kind === 'move') {
          table.dueMs[slot] = dueMs
          heap.moved(slot)
        } else if (slot !== undefined) {
          const gone = kind === 'pop' ? heap.first : slot
          heap.remove(gone)
          slots.splice(slots.indexOf(gone), 1)
          table.remove(gone)
        }
        expect(heap.size).toBe(slots.length)
        expect(heap.firstDueMs).toBe(Math.min(...slots.map((each) => table.dueMs[each]!)))
      })
    }),
  )
})

/* 42 bytes a slot in columns, 8 in the index, 4 in the heap; a table that has just doubled is half empty. */
test('a message that is remembered takes a few tens of bytes', () => {
  const table = new MessageTable()
  const heap = new DueHeap(table)
  const count = 2 ** 17
  globalThis.gc?.()
  const before = process.memoryUsage().arrayBuffers
  for (let i = 0; i < count; i++) {
    const slot = table.add(i)
    table.dueMs[slot] = count - i
    heap.add(slot)
  }
  globalThis.gc?.()
  // Without a forced collection what was outgrown may be there still: as much again.
  expect((process.memoryUsage().arrayBuffers - before) / count).toBeLessThan(2 * 64)
  for (let slot = 0; slot < count; slot++) {
    heap.remove(slot)
    table.remove(slot)
  }
  expect(table.capacity).toBe(0)
})
