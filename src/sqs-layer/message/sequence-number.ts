import type { Offset } from '../../log/index.ts'
import type { QueueState } from '../control/queue-state.ts'

/**
 * The sequence number of a message of a FIFO queue: 20 digits that rise with its offset, and over those of an earlier
 * queue of the same name, as long as that took in fewer than a million messages a millisecond.
 */
export function sequenceNumberOf({ createdMs }: Pick<QueueState, 'createdMs'>, offset: Offset): string {
  return String(base + BigInt(createdMs) * perMillisecond + BigInt(offset))
}

const base = 10n ** 19n
const perMillisecond = 1_000_000n
