import type { Lane } from './lane.ts'

/** The lanes that can go on, each in one of two lines: the slow ones wait for slots of their own. */
export class LaneLines {
  readonly #quick = new Set<Lane>()
  readonly #slow = new Set<Lane>()

  /** Does nothing for one that stands in line. */
  append(lane: Lane): void {
    if (lane.isInLine) return
    lane.isInLine = true
    if (lane.isSlow) this.#slow.add(lane)
    else this.#quick.add(lane)
  }

  /** Takes the first that finds a slot. */
  takeNext(hasRoom: (isSlow: boolean) => boolean): Lane | undefined {
    const line = this.#quick.size > 0 && hasRoom(false) ? this.#quick : this.#slow
    if (line === this.#slow && !hasRoom(true)) return undefined
    for (const lane of line) {
      line.delete(lane)
      lane.isInLine = false
      return lane
    }
    return undefined
  }
}
