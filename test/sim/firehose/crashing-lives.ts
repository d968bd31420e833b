import { hasCode } from '../../../src/base/index.ts'
import { Crashed, type SimWorld } from '../sim-world.ts'

export interface Life {
  /** From the start of the store to its stop, or to a crash. @param isHealed nothing outside fails any more */
  once(isHealed: boolean): Promise<void>
  /** Whatever was outside learns that the process is gone. */
  ended(): void
}

/** Some lives that crash at any operation of the disk, or meet a disk that fails, and one that is whole. */
export async function crashingLives(world: SimWorld, life: Life): Promise<void> {
  const { random, disk } = world
  for (let lives = 1 + random.below(4); lives > 0; lives--) {
    world.crashAt = disk.operations + 1 + random.below(random.pick([60, 200, 600]))
    if (random.chance(0.1)) disk.failAfter = disk.operations + random.below(300)
    try {
      await life.once(false)
    } catch (error) {
      const failed = ['EIO', 'ENOSPC', 'LOG_STORE_FAILED'].some((code) => hasCode(error, code))
      if (!(error instanceof Crashed) && !failed) throw error
      if (!(error instanceof Crashed)) world.losePower()
    }
    life.ended()
    await world.reboot()
  }
  await life.once(true)
}
