import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameMemory } from '../../src/log/frame-memory.ts'

const slabBytes = 100

test('a piece keeps its bytes while anyone holds it, whatever else is taken and let go', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom('take', 'borrow'), size: fc.integer({ min: 0, max: 130 }) }),
    fc.record({ kind: fc.constantFrom('hold', 'letGo'), size: fc.nat() }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 6 }), (steps, slabs) => {
      const memory = new FrameMemory({ slabBytes, slabs, workspaceBytes: 0, inputBytes: 0, poisoning: true })
      const held: { piece: Buffer; mark: number }[] = []
      steps.forEach(({ kind, size }, mark) => {
        const chosen = held[size % Math.max(1, held.length)]
        if (kind === 'take' || kind === 'borrow') {
          const piece = memory[kind](size).fill(mark)
          expect(piece.length).toBe(size)
          held.push({ piece, mark })
        } else if (chosen !== undefined) {
          memory[kind as 'hold' | 'letGo'](chosen.piece)
          if (kind === 'hold') held.push(chosen)
          else held.splice(held.indexOf(chosen), 1)
        }
        for (const { piece, mark: own } of held) expect(piece.every((byte) => byte === own)).toBe(true)
      })
    }),
    { numRuns: 200 },
  )
})

test('the arena is used again and again, and what is more than it has comes from the heap', () => {
  const memory = new FrameMemory({ slabBytes, slabs: 2, workspaceBytes: 0, inputBytes: 0, poisoning: false })
  const arena = memory.take(60).buffer
  const second = memory.take(60)
  expect(second.buffer).toBe(arena)
  expect(memory.take(60).buffer).not.toBe(arena)
  expect(memory.take(slabBytes + 1).buffer).not.toBe(arena)
  memory.letGo(second)
  for (let i = 0; i < 100; i++) {
    const piece = memory.take(30)
    expect(piece.buffer).toBe(arena)
    memory.letGo(piece)
  }
})

test('what passes does not share a slab with what stays', () => {
  const memory = new FrameMemory({ slabBytes, slabs: 2, workspaceBytes: 0, inputBytes: 0, poisoning: false })
  const staying = memory.take(10)
  const passing = memory.borrow(10)
  expect(Math.abs(passing.byteOffset - staying.byteOffset)).toBe(slabBytes)
})

test('memory of others may be held and let go, which does nothing; its own not once too often', () => {
  const memory = new FrameMemory({ slabBytes, slabs: 2, workspaceBytes: 0, inputBytes: 0, poisoning: true })
  const foreign = Buffer.alloc(10, 1)
  memory.letGo(foreign)
  memory.hold(foreign)
  memory.letGo(memory.take(0))
  expect(foreign).toEqual(Buffer.alloc(10, 1))
  const piece = memory.take(90)
  memory.take(90)
  memory.letGo(piece)
  expect(() => memory.letGo(piece)).toThrow('memory is let go as often as it was held')
})
