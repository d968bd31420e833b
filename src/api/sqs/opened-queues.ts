import { type Queue, type Queues, queueArnOf } from '../../sqs-layer/index.ts'
import type { Caller } from '../caller.ts'
import { parseAddress } from './queue-address.ts'

/** Addresses that are remembered, each in the place that its last bytes hash to, where the next one with that place takes it. A power of two. */
const places = 1024
/** Longer ones are not. An SDK's has some 60 characters. */
const addressMax = 256

const hashedMax = 16

/** A queue that is in use, as a caller has named it. */
export interface OpenedQueue {
  readonly queue: Queue
  readonly arn: string
  /** In ASCII. */
  readonly address: Buffer
}

/**
 * The queues that are in use, by the addresses that requests name them by, as they lie there: to take an address apart and to look each part up takes 1.5 us,
 * and only to make a text of it and to look that up 0.2, which a hot operation need not spend again.
 */
export class OpenedQueues {
  readonly #queues: Queues
  readonly #byHash: (OpenedQueue | undefined)[] = Array.from({ length: places }, () => undefined)

  constructor(queues: Queues) {
    this.#queues = queues
  }

  /**
   * @param bytes have the address from `start` to `end`, in ASCII
   * @returns undefined when it cannot be said at once whose it is: the queue is to be read, is another's, or there is none
   */
  find(bytes: Buffer, start: number, end: number, caller: Caller): OpenedQueue | undefined {
    const place = hashOf(bytes, start, end) & (places - 1)
    const known = this.#byHash[place]
    if (known !== undefined && isSame(known.address, bytes, start, end) && this.#isStill(known, caller))
      return known
    const found = this.#look(bytes, start, end, caller)
    if (found !== undefined && end - start <= addressMax) this.#byHash[place] = found
    return found
  }

  #isStill({ queue }: OpenedQueue, { account, region }: Caller): boolean {
    const { state } = queue
    return state.account === account && state.region === region && this.#queues.isOpened(queue)
  }

  #look(bytes: Buffer, start: number, end: number, caller: Caller): OpenedQueue | undefined {
    const name = parseAddress(bytes.toString('latin1', start, end), caller)
    if (name === undefined || name.account !== caller.account) return undefined
    const queue = this.#queues.opened(caller, name.name)
    if (queue === undefined) return undefined
    return { queue, arn: queueArnOf(name), address: Buffer.from(bytes.subarray(start, end)) }
  }
}

/** FNV-1a of the end, in which addresses differ. Source: http://www.isthe.com/chongo/tech/comp/fnv/. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = Math.max(start, end - hashedMax); at < end; at++)
    hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash
}

function isSame(address: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (address.length !== end - start) return false
  for (let i = 0; i < address.length; i++) if (address[i] !== bytes[start + i]) return false
  return true
}
