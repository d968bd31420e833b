import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Counted, Places } from '../../src/http/places.ts'
import { times } from '../effort.ts'

const limits = { requestsMax: 3, streamsMax: 2, waitingMax: 2 }

/** What a request does between its head and its answer, in any order and any number of times. */
const steps = fc.array(fc.constantFrom('holdStream' as const, 'beginWait' as const, 'endWait' as const))

test('whatever requests do, none takes a place that there is not, and all give theirs back', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 8 }), (requests) => {
      const places = new Places(limits)
      const entered: Counted[] = []
      for (const taken of requests) {
        const request = { holdsStream: false, waits: false }
        places.enter()
        entered.push(request)
        for (const step of taken) places[step](request)
        expect(places.requests).toBe(entered.length)
        expect(places.streams).toBe(entered.filter(({ holdsStream }) => holdsStream).length)
        expect(places.streams).toBeLessThanOrEqual(limits.streamsMax)
        expect(entered.filter(({ waits }) => waits).length).toBeLessThanOrEqual(limits.waitingMax)
      }
      for (const request of entered) places.leave(request)
      expect([places.requests, places.streams]).toEqual([0, 0])
      expect(Array.from({ length: limits.requestsMax + 1 }, () => places.enter())).toEqual([
        ...[true, true, true],
        false,
      ])
    }),
    { numRuns: times(200) },
  )
})

test('a stream keeps no request out while it lasts, however it ends', async () => {
  const places = new Places({ ...limits, requestsMax: 1 })
  for (const fails of [false, true]) {
    const request = { holdsStream: false, waits: false }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    expect(places.enter()).toBe(true)
    places.holdStream(request)
    const streamed = places.whileStreaming(promise)
    const other = { holdsStream: false, waits: false }
    expect(places.enter()).toBe(true)
    expect([places.requests, places.streams]).toEqual([1, 1])
    places.leave(other)
    if (fails) reject(new Error('the client has gone'))
    else resolve()
    await streamed.catch(() => undefined)
    places.leave(request)
    expect([places.requests, places.streams]).toEqual([0, 0])
  }
})
