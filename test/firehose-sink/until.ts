import type { ManualClock } from '../../src/base/index.ts'

/** Longer than threads take on a busy machine for what they are given here. */
const threadsMs = 10_000

/**
 * Gives everything else its turns until `holds`, and moves the clock by `stepMs` each time if asked to: then so many turns at most, as
 * the clock must not run away.
 */
export async function until(holds: () => boolean, clock?: ManualClock, stepMs = 0): Promise<void> {
  const endMs = performance.now() + threadsMs
  for (let turn = 0; turn < 2000 || (stepMs === 0 && performance.now() < endMs); turn++) {
    if (holds()) return
    await new Promise((resolve) => setImmediate(resolve))
    if (stepMs > 0) clock?.advance(stepMs)
  }
  throw new Error('it never came to that')
}

/** As many turns as anything takes that is going to happen by itself. */
export async function settle(turns = 50): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}
