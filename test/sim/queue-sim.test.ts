import { expect, test } from 'vitest'
import { QueueWorld } from './queue-world.ts'

/*
 * Goal: no crash makes a queue lose a message that was acknowledged, give one out again that was deleted, double one that was sent
 * twice within the window or moved to the dead-letter queue, or forget that a message is in flight and how often it was received.
 * Method: test/sim/queue-world.ts. A failure names its seed.
 */
test.each([
  { type: 'standard', isFifo: false },
  { type: 'FIFO', isFifo: true },
])('a $type queue keeps what it has said, through crashes at any operation', async ({ isFifo }) => {
  for (let seed = 1; seed <= 25; seed++) {
    await expect(new QueueWorld(seed, isFifo).run(6), `seed ${seed}`).resolves.toBeUndefined()
  }
})
