import { DeliveryWorld } from './delivery-world.ts'
import { runSeed, type SimResult } from './simulate.ts'

const lives = 5

/**
 * Goal: no crash makes a subscriber lose a message that was acknowledged, has one in the dead-letter queue twice, or lets a later
 * message of a FIFO group come to a subscriber before an earlier one.
 * Method: test/sim/delivery-world.ts. Never throws.
 */
export function simulateDeliveries(seed: number): Promise<SimResult> {
  return runSeed(seed, new DeliveryWorld(seed), (world) => world.run(lives))
}
