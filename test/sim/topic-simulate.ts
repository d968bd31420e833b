import { runSeed, type SimResult } from './simulate.ts'
import { TopicWorld } from './topic-world.ts'

const lives = 5

/**
 * Goal: no crash lets one subscriber of a topic have a message that another has not, loses or doubles an acknowledged one, breaks the order of a
 * group, or makes a replay anything but what is archived, each once and in order.
 * Method: test/sim/topic-world.ts. Never throws.
 */
export function simulateTopic(seed: number): Promise<SimResult> {
  return runSeed(seed, new TopicWorld(seed), (world) => world.run(lives))
}
