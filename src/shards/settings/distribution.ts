import { streamLabel } from '../stream-label.ts'
import type { RecordDistribution, StreamChange, StreamMode, StreamState } from '../stream-state.ts'
import { invalidSetting } from './errors.ts'

/** Source: API reference of UpdateStreamRecordDistributionStrategy. @throws STREAM_SETTING_INVALID */
export function checkDistribution(
  stream: { readonly name: string; readonly account: string; readonly mode: StreamMode },
  distribution: RecordDistribution | undefined,
): void {
  if (distribution !== 'AUTO' || stream.mode === 'ON_DEMAND') return
  throw invalidSetting(
    `RecordDistributionStrategy AUTO needs the ON_DEMAND mode, which ${streamLabel(stream)} does not have.`,
  )
}

/** @returns undefined for the distribution that the stream has. @throws STREAM_SETTING_INVALID */
export function distributedBy(
  stream: StreamState,
  distribution: RecordDistribution,
): StreamChange | undefined {
  checkDistribution(stream, distribution)
  return distribution === (stream.distribution ?? 'USER_PARTITION_KEY') ? undefined : { distribution }
}
