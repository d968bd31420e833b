import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

/** Long enough to reach the steady state, short enough that the start of a load is hit too. */
const loadMsMax = 1_000
const lookEveryMs = 10

/**
 * When a server under load is to be killed. `hasBegun` says whether so much was answered that a kill means something: however slow
 * the machine, the first one waits for it.
 */
export async function killMoment(hasBegun: () => boolean, gone: AbortSignal): Promise<void> {
  while (!hasBegun() && !gone.aborted) await delay(lookEveryMs)
  await delay(randomInt(loadMsMax))
}
