import { streamLabel } from '../stream-label.ts'
import type { StreamChange, StreamMode, StreamState } from '../stream-state.ts'
import { changedTooOften, invalidSetting } from './errors.ts'
import type { Moment } from './moment.ts'
import { oneMoreTime } from './recent-times.ts'

/**
 * The other mode. The shards stay as they are.
 * @returns undefined for the mode that the stream has: Terraform asks for it, https://github.com/floci-io/floci/pull/488
 * @throws STREAM_SETTING_INVALID, STREAM_SETTING_RATE_EXCEEDED
 */
export function changedMode(
  stream: StreamState,
  mode: StreamMode,
  { nowMs, quotas }: Moment,
): StreamChange | undefined {
  if (mode === stream.mode) return undefined
  const max = quotas.modeSwitchesPerDay
  const modeChangesMs = oneMoreTime(stream.modeChangesMs, nowMs, max, () =>
    changedTooOften(`The mode of ${streamLabel(stream)}`, max),
  )
  if (mode === 'PROVISIONED' && stream.distribution === 'AUTO') throw stillSpreads(stream)
  return { mode, modeChangesMs, ...(mode === 'PROVISIONED' && { warmThroughputMiBps: null }) }
}

/** Producers may leave keys out, which a PROVISIONED stream needs: so the caller says first that they do not any more. */
const stillSpreads = (stream: StreamState) =>
  invalidSetting(
    `${streamLabel(stream)} has the RecordDistributionStrategy AUTO, which needs the ON_DEMAND mode.`,
  )
