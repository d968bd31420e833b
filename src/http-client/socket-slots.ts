import { clientBusy } from './errors.ts'

interface Host {
  used: number
  /** Those who wait for this host, first come first served. */
  readonly waiting: Set<() => void>
}

/**
 * How many requests are on their way, to each host and in all. A host that hangs takes its own slots only; when all
 * slots are taken, hosts with waiting requests get the next ones in turn.
 */
export class SocketSlots {
  readonly #perHostMax: number
  readonly #countMax: number
  readonly #waitingMax: number
  /** Hosts in use. In the order of their turns. */
  readonly #hosts = new Map<string, Host>()
  #used = 0
  #waiting = 0

  constructor({ perHostMax, countMax, waitingMax }: SlotLimits) {
    this.#perHostMax = perHostMax
    this.#countMax = countMax
    this.#waitingMax = waitingMax
  }

  /**
   * Resolves when the host has a slot for the caller, who gives it back.
   * @throws HTTP_CLIENT_BUSY, and the signal's reason when it aborts first
   */
  async take(name: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const host = this.#hostOf(name)
    if (host.used < this.#perHostMax && this.#used < this.#countMax) {
      this.#use(name, host)
      return
    }
    if (this.#waiting === this.#waitingMax) {
      this.#forgetIdle(name, host)
      throw clientBusy(this.#waitingMax)
    }
    await this.#turn(name, host, signal)
  }

  give(name: string): void {
    const host = this.#hosts.get(name)
    if (host === undefined) return
    host.used--
    this.#used--
    this.#forgetIdle(name, host)
    this.#serveNext()
  }

  #hostOf(name: string): Host {
    const known = this.#hosts.get(name)
    if (known !== undefined) return known
    const host: Host = { used: 0, waiting: new Set() }
    this.#hosts.set(name, host)
    return host
  }

  /** The host's next turn comes after all others'. */
  #use(name: string, host: Host): void {
    host.used++
    this.#used++
    this.#hosts.delete(name)
    this.#hosts.set(name, host)
  }

  #turn(name: string, host: Host, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal.removeEventListener('abort', giveUp)
        host.waiting.delete(serve)
        this.#waiting--
      }
      const serve = () => {
        leave()
        this.#use(name, host)
        resolve()
      }
      const giveUp = () => {
        leave()
        this.#forgetIdle(name, host)
        reject(signal.reason)
      }
      host.waiting.add(serve)
      this.#waiting++
      signal.addEventListener('abort', giveUp)
    })
  }

  /** Passes over hosts for which nobody waits or that have all their slots: fewer than `countMax`. */
  #serveNext(): void {
    if (this.#waiting === 0) return
    for (const host of this.#hosts.values()) {
      const [first] = host.waiting
      if (first === undefined || host.used >= this.#perHostMax) continue
      first()
      return
    }
  }

  #forgetIdle(name: string, host: Host): void {
    if (host.used === 0 && host.waiting.size === 0) this.#hosts.delete(name)
  }
}

export interface SlotLimits {
  readonly perHostMax: number
  readonly countMax: number
  /** Requests that wait for a slot. */
  readonly waitingMax: number
}
