import { runSeed, type SimResult } from './simulate.ts'
import { StreamQueueWorld } from './stream-queue-world.ts'

const lives = 6

/**
 * Goal: no crash makes a queue over a stream lose a record whose put was answered, give one out again that was acknowledged or is
 * in flight, or forget how often it was received, while the shards of the stream are split and merged.
 * Method: test/sim/stream-queue-world.ts. Never throws.
 */
export function simulateStreamQueue(seed: number): Promise<SimResult> {
  return runSeed(seed, new StreamQueueWorld(seed), (world) => world.run(lives))
}
