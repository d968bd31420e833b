import type { Offset } from '../../log/index.ts'

/** Source: SNS Developer Guide, "Message replay for FIFO topic subscribers". */
export type ReplayStatus = 'Pending' | 'In progress' | 'Completed' | 'Failed'

/**
 * How far a replay has come. Offsets are those of what was published to the topic: first comes what was asked for, from `next` to `end`, and then what
 * was published since it was asked for, from `liveFrom` on, until the subscription has caught up.
 */
export interface ReplayState {
  readonly status: ReplayStatus
  /** The next message to be sent. */
  readonly next: Offset
  readonly end: Offset
  readonly liveFrom: Offset
  /** Whether the subscription gets what is published from this and not at once. */
  readonly isUnderWay: boolean
}

/** @param before what is under way already: what was published since then has not been sent */
export function startedReplay(
  range: { readonly from: Offset; readonly end: Offset },
  now: Offset,
  before: ReplayState | null,
): ReplayState {
  const liveFrom = before?.isUnderWay ? liveOf(before) : now
  const end = Math.min(range.end, now)
  return {
    status: 'Pending',
    next: range.from < end ? range.from : liveFrom,
    end,
    liveFrom,
    isUnderWay: true,
  }
}

/** Without the rest of what was asked for; what was published meanwhile still comes. */
export function stoppedReplay(before: ReplayState | null, status: ReplayStatus): ReplayState | null {
  if (!before?.isUnderWay) return before === null ? null : { ...before, status }
  return { ...before, status, next: liveOf(before), end: 0 }
}

/** When a part cannot be read. @param now one past what was published */
export function failedReplay(before: ReplayState, now: Offset): ReplayState {
  const { next, end } = before
  if (next >= end) return { ...before, status: 'Failed', next: now, isUnderWay: false }
  return { ...before, status: 'Failed', next: liveOf(before), end: 0 }
}

/** When all before `next` has been sent. @param now one past what was published */
export function advancedReplay(before: ReplayState, next: Offset, now: Offset): ReplayState {
  const { status, end, liveFrom } = before
  const isInRange = before.next < end
  const at = isInRange && next >= end ? liveFrom : next
  const isCaughtUp = at >= now && (!isInRange || next >= end)
  if (!isCaughtUp) return { ...before, next: at, status: status === 'Failed' ? status : 'In progress' }
  return { ...before, next: at, isUnderWay: false, status: status === 'Failed' ? status : 'Completed' }
}

/** Where a batch that begins at `next` has to end. */
export function rangeEnd({ next, end }: ReplayState): Offset {
  return next < end ? end : Number.POSITIVE_INFINITY
}

function liveOf({ next, end, liveFrom }: ReplayState): Offset {
  return next < end ? liveFrom : Math.max(next, liveFrom)
}
