import { newStream, type StreamRequest } from '../../../src/shards/control/new-stream.ts'
import type { StreamState } from '../../../src/shards/stream-state.ts'
import { owner, startMs } from '../open-test-streams.ts'

/** A stream as it is made, but for what is given. */
export function streamOf(
  request: Partial<StreamRequest> = {},
  change: Partial<StreamState> = {},
): StreamState {
  let log = 1024
  const times = { nowMs: startMs, activeAtMs: 0 }
  const made = newStream(owner, { name: 'orders', mode: 'PROVISIONED', ...request }, times, () => log++)
  return { ...made, ...change }
}
