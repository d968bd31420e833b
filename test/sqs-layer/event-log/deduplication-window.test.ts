import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  DeduplicationWindow,
  deduplicationKey,
  deduplicationMs,
} from '../../../src/sqs-layer/event-log/deduplication-window.ts'

test('DeduplicationWindow knows what came in the last five minutes, and nothing older', () => {
  const step = fc.record({ id: fc.nat(60), passMs: fc.constantFrom(0, 0, 0, 1, 60_000, deduplicationMs - 1) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const window = new DeduplicationWindow()
      const sent = new Map<number, { offset: number; atMs: number }>()
      let nowMs = 1_000_000
      steps.forEach(({ id, passMs }, offset) => {
        nowMs += passMs
        const key = deduplicationKey(String(id), undefined)
        const last = sent.get(id)
        const isKnown = last !== undefined && nowMs - last.atMs < deduplicationMs
        expect(window.find(key, nowMs)).toBe(isKnown ? last.offset : -1)
        if (isKnown) return
        window.add(key, offset, nowMs)
        sent.set(id, { offset, atMs: nowMs })
      })
    }),
  )
})

test('an id of one group is not that of another, nor of none', () => {
  const keys = [
    deduplicationKey('id', undefined),
    deduplicationKey('id', 'a'),
    deduplicationKey('id', 'b'),
  ].map((key) => key.toString('hex'))
  expect(new Set(keys).size).toBe(3)
})
