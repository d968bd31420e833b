import type { LeaseState } from '../../src/leases/index.ts'
import { Violation } from './sim-check.ts'

/** A write, which names itself by the owner that it writes. */
export interface LeaseWrite {
  readonly key: string
  readonly counter: number
  readonly owner: string
}

/** What clients of the leases were told, over all lives of the server; says so when an answer is at odds with it. */
export class LeasesModel {
  readonly #issued = new Map<string, LeaseWrite>()
  /** By key and counter: whose write it was, as somebody was told or has read. */
  readonly #owners = new Map<string, string>()
  /** By key: the highest counter that anybody was told of. */
  readonly #counters = new Map<string, number>()

  issue(write: LeaseWrite): void {
    this.#issued.set(write.owner, write)
  }

  acknowledged({ key, counter, owner }: LeaseWrite): void {
    this.#learn(key, counter, owner)
  }

  /** @param lease as it was read; undefined when there was none */
  read(key: string, lease: LeaseState | undefined): void {
    const known = this.#counters.get(key)
    if (lease === undefined) {
      if (known !== undefined) throw new Violation(`${key} is lost: it had the counter ${known}`)
      return
    }
    const { counter, owner = '' } = lease
    if (known !== undefined && counter < known)
      throw new Violation(`${key} is back at the counter ${counter} from ${known}`)
    const issued = this.#issued.get(owner)
    if (issued?.key !== key || issued.counter !== counter)
      throw new Violation(`nobody has written ${key} with the counter ${counter} for ${owner}`)
    this.#learn(key, counter, owner)
  }

  #learn(key: string, counter: number, owner: string): void {
    const place = `${key} with the counter ${counter}`
    const other = this.#owners.get(place)
    if (other !== undefined && other !== owner)
      throw new Violation(`${place} was written by ${other} and by ${owner}`)
    this.#owners.set(place, owner)
    this.#counters.set(key, Math.max(counter, this.#counters.get(key) ?? 0))
  }
}
