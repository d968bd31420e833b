import { systemClock } from '../../src/base/index.ts'
import { createServer, type Server } from '../../src/server/index.ts'

/** An iterator is too old after 0.3 s and a day lasts 86 s. */
const speed = 1000

/**
 * A server in this process whose wall time runs ahead, so that clients see what takes minutes: expired iterators and
 * tokens. It waits and measures in real time.
 */
export async function startHastyServer(): Promise<Server> {
  const startMs = systemClock.nowMs()
  const nowMs = () => startMs + (systemClock.nowMs() - startMs) * speed
  return await createServer({ clock: { ...systemClock, nowMs } })
}
