import { type Queue, type Queues, queueArnOf } from '../../sqs-layer/index.ts'
import type { Caller } from '../caller.ts'
import { parseAddress } from './queue-address.ts'

/** Addresses that are remembered; then all are forgotten. About 300 bytes each. */
const addressesMax = 1000

/** A queue that is in use, as a caller has named it. */
export interface OpenedQueue {
  readonly queue: Queue
  readonly arn: string
}

/**
 * The queues that are in use, by the addresses that requests name them by: to take an address apart and to look each part up takes 1.5 us, which a
 * hot operation need not spend again.
 */
export class OpenedQueues {
  readonly #queues: Queues
  readonly #byUrl = new Map<string, OpenedQueue>()

  constructor(queues: Queues) {
    this.#queues = queues
  }

  /** @returns undefined when it cannot be said at once whose it is: the queue is to be read, is another's, or there is none */
  find(url: string, caller: Caller): OpenedQueue | undefined {
    const known = this.#byUrl.get(url)
    if (known !== undefined && this.#isStill(known, caller)) return known
    return this.#look(url, caller)
  }

  #isStill({ queue }: OpenedQueue, { account, region }: Caller): boolean {
    const { state } = queue
    return state.account === account && state.region === region && this.#queues.isOpened(queue)
  }

  #look(url: string, caller: Caller): OpenedQueue | undefined {
    this.#byUrl.delete(url)
    const name = parseAddress(url, caller)
    if (name === undefined || name.account !== caller.account) return undefined
    const queue = this.#queues.opened(caller, name.name)
    if (queue === undefined) return undefined
    if (this.#byUrl.size === addressesMax) this.#byUrl.clear()
    const opened = { queue, arn: queueArnOf(name) }
    this.#byUrl.set(url, opened)
    return opened
  }
}
