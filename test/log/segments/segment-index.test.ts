import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BlockPlace } from '../../../src/log/segments/block.ts'
import { SegmentIndex } from '../../../src/log/segments/segment-index.ts'

const steps = fc.array(
  fc.record({
    count: fc.integer({ min: 1, max: 9 }),
    timeMs: fc.integer({ min: 0, max: 5 }),
    length: fc.integer({ min: 1, max: 500 }),
  }),
  { minLength: 1, maxLength: 40 },
)

type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never

function placesOf(input: Steps): BlockPlace[] {
  let baseOffset = 100
  let position = 64
  let timeMs = 1000
  return input.map(({ count, timeMs: span, length }) => {
    const place = {
      baseOffset,
      count,
      firstTimeMs: timeMs,
      lastTimeMs: timeMs + span,
      position,
      storedLength: length,
    }
    baseOffset += count
    position += 64 + length
    timeMs += span
    return place
  })
}

function indexOf(places: readonly BlockPlace[]): SegmentIndex {
  const index = new SegmentIndex()
  for (const place of places) index.push(place, place.position + 64 + place.storedLength)
  return index
}

test('an index finds the same blocks as a search through all, also after it was written and read', () => {
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 90, max: 500 }),
      fc.integer({ min: 990, max: 1250 }),
      (input, offset, timeMs) => {
        const places = placesOf(input)
        const index = indexOf(places)
        const decoded = SegmentIndex.decode(index.encode(5, 100, 77n), index.size, 77n)
        for (const each of [index, decoded]) {
          expect(each?.lastAtOrBefore(offset)).toEqual(
            places.findLast(({ baseOffset }) => baseOffset <= offset),
          )
          expect(each?.firstAtTime(timeMs)).toEqual(places.find(({ lastTimeMs }) => lastTimeMs >= timeMs))
        }
      },
    ),
  )
})

test('an index that is damaged, of another segment, or of another size is not used', () => {
  const index = indexOf(placesOf([{ count: 1, timeMs: 0, length: 10 }]))
  const bytes = index.encode(5, 100, 77n)
  expect(SegmentIndex.decode(bytes, index.size, 77n)).toBeDefined()
  expect(SegmentIndex.decode(bytes, index.size + 1, 77n)).toBeUndefined()
  expect(SegmentIndex.decode(bytes, index.size, 78n)).toBeUndefined()
  for (let i = 0; i < bytes.length; i++) {
    const damaged = Buffer.from(bytes)
    damaged[i]! ^= 4
    expect(SegmentIndex.decode(damaged, index.size, 77n)).toBeUndefined()
  }
})
