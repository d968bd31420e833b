/**
 * Deliveries that may be under way at once, of all subscriptions. Each holds a socket, and its message in memory. Ours.
 * A subscriber that hangs holds a slot for as long as a delivery may take, so those that are slow or have failed have slots of their own:
 * however many they are, the others find theirs.
 */
const quickMax = 512
const slowMax = 512

export interface Slot {
  isSlow: boolean
}

export class DeliverySlots {
  #quick = 0
  #slow = 0

  get takenCount(): number {
    return this.#quick + this.#slow
  }

  /** For a lane that is known to be slow, or not. */
  hasRoom(isSlow: boolean): boolean {
    return isSlow ? this.#slow < slowMax : this.#quick < quickMax
  }

  /** To be called where there is room. */
  take(isSlow: boolean): Slot {
    if (isSlow) this.#slow++
    else this.#quick++
    return { isSlow }
  }

  /** The delivery takes long. If there is room among the slow it gives its slot to the next. @returns whether it has */
  slowDown(slot: Slot): boolean {
    if (slot.isSlow || !this.hasRoom(true)) return false
    this.release(slot)
    slot.isSlow = true
    this.#slow++
    return true
  }

  release({ isSlow }: Slot): void {
    if (isSlow) this.#slow--
    else this.#quick--
  }
}
