import { isDeepStrictEqual } from 'node:util'
import { isShardEnd } from '../../../src/consumers/leases/checkpoint.ts'
import { checkpointOwnerOf, type Lease } from '../../../src/consumers/leases/lease.ts'
import type { LeaseStore } from '../../../src/consumers/leases/lease-store.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { ConsumersModel } from './consumers-model.ts'
import type { SimMachine } from './sim-machine.ts'

interface SimLeaseStoreOptions {
  readonly store: LeaseStore
  readonly machine: SimMachine
  readonly random: SeededRandom
  readonly model: ConsumersModel
  readonly worker: string
  /** How likely a call is lost on its way there, and as likely on its way back. */
  readonly lossProbability: () => number
}

/** One worker's way to the leases that all share: slow, and some calls or their answers get lost. */
export class SimLeaseStore implements LeaseStore {
  readonly #options: SimLeaseStoreOptions

  constructor(options: SimLeaseStoreOptions) {
    this.#options = options
  }

  async open(): Promise<void> {}

  list(): Promise<Lease[]> {
    return this.#call((store) => store.list())
  }

  get(key: string): Promise<Lease | undefined> {
    return this.#call((store) => store.get(key))
  }

  create(lease: Lease): Promise<boolean> {
    return this.#call((store) => store.create(lease))
  }

  replace(lease: Lease, expected: Lease): Promise<boolean> {
    return this.#call(async (store) => {
      const before = await store.get(lease.key)
      const isReplaced = await store.replace(lease, expected)
      if (isReplaced && before !== undefined) this.#check(before, lease)
      return isReplaced
    })
  }

  remove(key: string, counter: number): Promise<boolean> {
    return this.#call(async (store) => {
      const before = await store.get(key)
      const isRemoved = await store.remove(key, counter)
      if (isRemoved && before !== undefined && !isShardEnd(before.checkpoint))
        this.#options.model.fail(`the lease of ${key} was removed before its shard's end`)
      return isRemoved
    })
  }

  #check(before: Lease, after: Lease): void {
    const { model, worker } = this.#options
    /* By value: the lease of a shard that is gone may have been made anew, as it was. */
    if (isDeepStrictEqual(after.checkpoint, before.checkpoint)) return
    if (checkpointOwnerOf(before) !== worker)
      model.fail(`${worker} wrote a checkpoint of ${after.key}, which is ${checkpointOwnerOf(before)}'s`)
    model.checkpoint(after.key, before.checkpoint, after.checkpoint)
  }

  #call<Value>(call: (store: LeaseStore) => Promise<Value>): Promise<Value> {
    return this.#options.machine.receive(this.#travel(call))
  }

  async #travel<Value>(call: (store: LeaseStore) => Promise<Value>): Promise<Value> {
    const { machine, random, store, lossProbability } = this.#options
    await machine.travel()
    if (random.chance(lossProbability())) throw new Error('simulated: the request was lost')
    const value = await call(store)
    await machine.travel()
    if (random.chance(lossProbability())) throw new Error('simulated: the answer was lost')
    return value
  }
}
