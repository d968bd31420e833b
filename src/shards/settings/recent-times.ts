const dayMs = 24 * 3_600_000

/** Those of `times` that lie in the 24 hours before `nowMs`: what AWS's limits for a rolling day count. */
function recentTimes(times: readonly number[] | undefined, nowMs: number): number[] {
  return (times ?? []).filter((timeMs) => timeMs > nowMs - dayMs)
}

/**
 * The times of a thing that may be done `max` times in 24 hours, with now. None without a limit, which never asks for them.
 * @param tooOften makes what is thrown when it cannot be done now
 */
export function oneMoreTime(
  times: readonly number[] | undefined,
  nowMs: number,
  max: number,
  tooOften: () => Error,
): number[] {
  if (max === Number.POSITIVE_INFINITY) return []
  const before = recentTimes(times, nowMs)
  if (before.length >= max) throw tooOften()
  return [...before, nowMs]
}
