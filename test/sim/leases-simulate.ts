import { hasCode, silentLogger } from '../../src/base/index.ts'
import { type Application, type LeaseState, Leases } from '../../src/leases/index.ts'
import { LeasesModel, type LeaseWrite } from './leases-model.ts'
import { Violation } from './sim-check.ts'
import { Crashed, SimWorld } from './sim-world.ts'
import { runSeed, type SimResult } from './simulate.ts'

const keyCount = 5
const application: Application = { account: '000000000000', region: 'us-east-1', name: 'kept' }

/**
 * Goal: whatever the disk does, no write of a lease that was answered is lost, of the writes that expect the same counter
 * one is done at most, what was read is never taken back, and an application that was deleted is gone whole.
 * Method: clients that contend for a few leases, over several lives of a store on the simulated disk, beside a model. Never throws.
 */
export function simulateLeases(seed: number, options: { honestSync?: boolean } = {}): Promise<SimResult> {
  const world = new SimWorld(seed, { ...options, durability: 'fsync' })
  return runSeed(seed, world, () => liveSeveralTimes(world))
}

async function liveSeveralTimes(world: SimWorld): Promise<void> {
  const { random, disk } = world
  const clients = new Clients(world)
  const lives = 2 + random.below(5)
  for (let i = 0; i < lives; i++) {
    world.crashAt = disk.operations + 1 + random.below(random.pick([30, 100, 300]))
    if (random.chance(0.1)) disk.failAfter = disk.operations + random.below(150)
    try {
      await clients.live()
    } catch (error) {
      const failed = ['EIO', 'ENOSPC', 'LOG_STORE_FAILED'].some((code) => hasCode(error, code))
      if (!(error instanceof Crashed) && !failed) throw error
      if (!(error instanceof Crashed)) world.losePower()
    }
    await world.reboot()
  }
  await clients.live()
}

class Clients {
  readonly #world: SimWorld
  readonly #model = new LeasesModel()
  /** Applications of a moment, by what was answered: to their deletion, or not yet. */
  readonly #isDeleted = new Map<string, boolean>()
  #writes = 0

  constructor(world: SimWorld) {
    this.#world = world
  }

  async live(): Promise<void> {
    const { random, clock } = this.#world
    await this.#world.open()
    const leases = await this.#open()
    this.#checkAll(leases)
    for (let step = random.below(80); step > 0; step--) {
      if (random.chance(0.9)) this.#beside(this.#contend(leases, `shard-${random.below(keyCount)}`))
      else this.#beside(this.#comeAndGo(leases))
      if (random.chance(0.5)) await this.#world.run(random.below(6))
      if (random.chance(0.3)) clock.advance(random.below(1000))
      this.#checkAll(leases)
    }
    await this.#world.drive(leases.close())
    await this.#world.close()
  }

  #open(): Promise<Leases> {
    const { store, clock, random } = this.#world
    const snapshotBytesMin = random.pick([1, 500, 5000])
    return this.#world.drive(Leases.open({ store, clock, logger: silentLogger, snapshotBytesMin }))
  }

  #beside(work: Promise<void>): void {
    this.#world.beside(
      work.catch((error: unknown) => {
        if (!['LOG_BUSY', 'LOG_STORE_FAILED'].some((code) => hasCode(error, code))) throw error
      }),
    )
  }

  #checkAll(leases: Leases): void {
    for (let i = 0; i < keyCount; i++) {
      const key = `shard-${i}`
      this.#model.read(key, leases.get(application, key))
    }
    for (const [name, isDeleted] of this.#isDeleted) {
      const { length } = leases.list({ ...application, name }, undefined, 10)
      if (isDeleted && length > 0) throw new Violation(`${name} was deleted, and has ${length} leases`)
    }
  }

  /** Two clients write what they have read, at the same time. */
  async #contend(leases: Leases, key: string): Promise<void> {
    await Promise.all([this.#write(leases, key), this.#write(leases, key)])
  }

  async #write(leases: Leases, key: string): Promise<void> {
    const before = leases.get(application, key)
    const lease = this.#next(key, before)
    this.#model.issue(lease)
    const done =
      before === undefined
        ? await leases.create(application, lease)
        : await leases.replace(application, lease, before)
    if (done) this.#model.acknowledged(lease)
  }

  #next(key: string, before: LeaseState | undefined): LeaseState & LeaseWrite {
    return {
      key,
      counter: (before?.counter ?? -1) + 1,
      owner: `w${this.#writes++}`,
      sequenceNumber: 'TRIM_HORIZON',
      subSequenceNumber: 0,
      parents: [],
      children: [],
      ownerSwitchesSinceCheckpoint: 0,
      bytesPerSecond: 0,
    }
  }

  async #comeAndGo(leases: Leases): Promise<void> {
    const gone = { ...application, name: `gone-${this.#writes++}` }
    await Promise.all(['a', 'b', 'c'].map((key) => leases.create(gone, this.#next(key, undefined))))
    this.#isDeleted.set(gone.name, false)
    await leases.deleteApplication(gone)
    this.#isDeleted.set(gone.name, true)
  }
}
