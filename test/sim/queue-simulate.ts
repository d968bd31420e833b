import { QueueWorld } from './queue-world.ts'
import { runSeed, type SimResult } from './simulate.ts'

const lives = 6

/**
 * Goal: no crash makes a queue lose a message that was acknowledged, give one out again that was deleted, double one that was sent
 * twice within the window, moved to the dead-letter queue or moved on from there, or forget that a message is in flight and how often it
 * was received.
 * Method: test/sim/queue-world.ts. Never throws.
 */
export function simulateQueue(seed: number, isFifo: boolean): Promise<SimResult> {
  return runSeed(seed, new QueueWorld(seed, isFifo), (world) => world.run(lives))
}
