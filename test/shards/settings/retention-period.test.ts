import { expect, test } from 'vitest'
import { decreasedRetention, increasedRetention } from '../../../src/shards/settings/retention-period.ts'
import { retentionHorizonMs } from '../../../src/shards/stream-state.ts'
import { startMs } from '../open-test-streams.ts'
import { streamOf } from './stream-of.ts'

const hourMs = 3_600_000
const stream = streamOf({}, { retentionHours: 48 })

test.each([
  [23, 'RetentionPeriodHours 23 is not in the range of 24 to 8760 hours.'],
  [8761, 'RetentionPeriodHours 8761 is not in the range of 24 to 8760 hours.'],
  [-1, 'RetentionPeriodHours -1 is not in the range of 24 to 8760 hours.'],
  [
    47,
    'RetentionPeriodHours 47 is less than the 48 hours that stream orders under account 000000000000 has. ' +
      'Use DecreaseStreamRetentionPeriod.',
  ],
])('increasedRetention refuses %i hours', (hours, message) => {
  expect(() => increasedRetention(stream, hours, startMs)).toThrow(
    expect.objectContaining({ code: 'STREAM_SETTING_INVALID', message }),
  )
})

test.each([
  [23, 'RetentionPeriodHours 23 is not in the range of 24 to 8760 hours.'],
  [
    49,
    'RetentionPeriodHours 49 is more than the 48 hours that stream orders under account 000000000000 has. ' +
      'Use IncreaseStreamRetentionPeriod.',
  ],
])('decreasedRetention refuses %i hours', (hours, message) => {
  expect(() => decreasedRetention(stream, hours)).toThrow(
    expect.objectContaining({ code: 'STREAM_SETTING_INVALID', message }),
  )
})

test('the period that there is is taken both ways, and changes nothing', () => {
  expect(increasedRetention(stream, 48, startMs)).toBeUndefined()
  expect(decreasedRetention(stream, 48)).toBeUndefined()
})

test('a longer period brings nothing back, and a shorter one takes at once', () => {
  const longer = { ...stream, ...increasedRetention(stream, 8760, startMs) }
  expect(retentionHorizonMs(longer, startMs)).toBe(startMs - 48 * hourMs)
  expect(retentionHorizonMs(longer, startMs + 8712 * hourMs)).toBe(startMs - 48 * hourMs)
  expect(retentionHorizonMs(longer, startMs + 8713 * hourMs)).toBe(startMs - 47 * hourMs)
  const shorter = { ...longer, ...decreasedRetention(longer, 24) }
  expect(retentionHorizonMs(shorter, startMs)).toBe(startMs - 24 * hourMs)
  const again = { ...shorter, ...increasedRetention(shorter, 48, startMs) }
  expect(retentionHorizonMs(again, startMs)).toBe(startMs - 24 * hourMs)
})
