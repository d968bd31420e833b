import { streamLabel } from '../stream-label.ts'
import { retentionHorizonMs, type StreamChange, type StreamState } from '../stream-state.ts'
import { invalidSetting } from './errors.ts'

/* Source: API references of IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod. */
const hoursMin = 24
const hoursMax = 8760

/*
 * The references say "must be more than" and "must be less than the current retention period". AWS does take the current
 * one: Terraform asks for the default of 24 hours of each new stream, https://github.com/floci-io/floci/pull/352.
 */

/**
 * A longer retention period. Records that were too old before stay so.
 * @returns undefined for the one there is
 * @throws STREAM_SETTING_INVALID
 */
export function increasedRetention(
  stream: StreamState,
  hours: number,
  nowMs: number,
): StreamChange | undefined {
  checkRange(hours)
  if (hours < stream.retentionHours) throw wrongDirection(stream, hours, 'less', 'Decrease')
  if (hours === stream.retentionHours) return undefined
  return { retentionHours: hours, keptFromMs: retentionHorizonMs(stream, nowMs) }
}

/** A shorter retention period. The same otherwise. */
export function decreasedRetention(stream: StreamState, hours: number): StreamChange | undefined {
  checkRange(hours)
  if (hours > stream.retentionHours) throw wrongDirection(stream, hours, 'more', 'Increase')
  return hours === stream.retentionHours ? undefined : { retentionHours: hours }
}

function checkRange(hours: number): void {
  if (hours >= hoursMin && hours <= hoursMax) return
  throw invalidSetting(
    `RetentionPeriodHours ${hours} is not in the range of ${hoursMin} to ${hoursMax} hours.`,
  )
}

function wrongDirection(stream: StreamState, hours: number, than: string, operation: string) {
  return invalidSetting(
    `RetentionPeriodHours ${hours} is ${than} than the ${stream.retentionHours} hours that ${streamLabel(stream)} ` +
      `has. Use ${operation}StreamRetentionPeriod.`,
  )
}
