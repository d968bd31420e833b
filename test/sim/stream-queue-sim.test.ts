import { expect, test } from 'vitest'
import { StreamQueueWorld } from './stream-queue-world.ts'

/*
 * Goal: no crash makes a queue over a stream lose a record whose put was answered, give one out again that was acknowledged or is
 * in flight, or forget how often it was received, while the shards of the stream are split and merged.
 * Method: test/sim/stream-queue-world.ts. A failure names its seed.
 */
test('a queue over a stream keeps what it has said, through crashes at any operation', async () => {
  for (let seed = 1; seed <= 25; seed++) {
    await expect(new StreamQueueWorld(seed).run(6), `seed ${seed}`).resolves.toBeUndefined()
  }
})
