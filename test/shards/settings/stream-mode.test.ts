import { expect, test } from 'vitest'
import { RegionalQuotas } from '../../../src/shards/quotas.ts'
import { changedMode } from '../../../src/shards/settings/stream-mode.ts'
import type { StreamMode, StreamState } from '../../../src/shards/stream-state.ts'
import { owner, startMs } from '../open-test-streams.ts'
import { streamOf } from './stream-of.ts'

const dayMs = 24 * 3_600_000

const at = (nowMs: number, limits: 'aws' | 'off' = 'aws') => ({
  nowMs,
  quotas: new RegionalQuotas({}, limits).of(owner),
})

test('the mode changes twice in any 24 hours, and stays as it is as often as one likes', () => {
  let stream: StreamState = streamOf()
  const change = (mode: StreamMode, nowMs: number, limits: 'aws' | 'off' = 'aws') => {
    stream = { ...stream, ...changedMode(stream, mode, at(nowMs, limits)) }
  }
  for (let i = 0; i < 5; i++) change('PROVISIONED', startMs)
  change('ON_DEMAND', startMs)
  change('PROVISIONED', startMs + 1)
  expect(() => change('ON_DEMAND', startMs + dayMs - 1)).toThrow(
    expect.objectContaining({
      code: 'STREAM_SETTING_RATE_EXCEEDED',
      message:
        'The mode of stream orders under account 000000000000 has been changed too often. Limit: 2 times in 24 hours.',
    }),
  )
  change('ON_DEMAND', startMs + dayMs)
  expect(() => change('PROVISIONED', startMs + dayMs)).toThrow('Limit: 2 times')
  change('PROVISIONED', startMs + dayMs, 'off')
  expect(stream).toMatchObject({ mode: 'PROVISIONED', modeChangesMs: [] })
})

test('a stream that becomes provisioned has no warm throughput any more', () => {
  const stream = streamOf({ mode: 'ON_DEMAND', warmThroughputMiBps: 7 })
  expect(changedMode(stream, 'PROVISIONED', at(startMs))).toMatchObject({
    warmThroughputMiBps: null,
  })
})

test('a stream that spreads its records stays on-demand, since producers may have left their keys out', () => {
  const stream = streamOf({ mode: 'ON_DEMAND', distribution: 'AUTO' })
  expect(() => changedMode(stream, 'PROVISIONED', at(startMs))).toThrow(
    expect.objectContaining({ code: 'STREAM_SETTING_INVALID' }),
  )
})
