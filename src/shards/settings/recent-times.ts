const dayMs = 24 * 3_600_000

/** Those of `times` that lie in the 24 hours before `nowMs`: what AWS's limits for a rolling day count. */
export function recentTimes(times: readonly number[] | undefined, nowMs: number): number[] {
  return (times ?? []).filter((timeMs) => timeMs > nowMs - dayMs)
}
