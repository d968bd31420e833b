import type { SeededRandom } from './seeded-random.ts'

/** What a disk writes in one step. */
const sectorBytes = 512

type Change = { kind: 'write'; position: number; bytes: Buffer } | { kind: 'truncate'; size: number }

/** The content of one file: what is on the platter, and what only the operating system has. */
export class SimFile {
  readonly id: number
  #durable = Buffer.alloc(0)
  #current = Buffer.alloc(0)
  /** In the operating system's memory, oldest first. */
  #dirty: Change[] = []

  constructor(id: number) {
    this.id = id
  }

  get size(): number {
    return this.#current.length
  }

  get dirtyCount(): number {
    return this.#dirty.length
  }

  read(position: number, length: number): Buffer {
    return Buffer.from(this.#current.subarray(position, position + length))
  }

  write(position: number, bytes: Buffer): void {
    const change: Change = { kind: 'write', position, bytes }
    this.#current = applied(this.#current, change)
    this.#dirty.push(change)
  }

  truncate(size: number): void {
    const change: Change = { kind: 'truncate', size }
    this.#current = applied(this.#current, change)
    this.#dirty.push(change)
  }

  /** The oldest `count` changes reach the platter. */
  persist(count = this.#dirty.length): void {
    for (const change of this.#dirty.splice(0, count)) this.#durable = applied(this.#durable, change)
  }

  /** A sync that fails: any part of the changes reaches the platter, the rest never will, and reads do not show it. */
  failSync(random: SeededRandom): void {
    for (const change of this.#dirty) this.#durable = partlyApplied(this.#durable, change, random)
    this.#dirty = []
  }

  /** Any part of what was not synced is lost, sector by sector. */
  losePower(random: SeededRandom): void {
    this.failSync(random)
    this.#current = Buffer.from(this.#durable)
  }

  /** Turns one bit of what is on the platter. @returns undefined for an empty file */
  flipBit(random: SeededRandom): number | undefined {
    if (this.#durable.length === 0) return undefined
    const position = random.below(this.#durable.length)
    const mask = 1 << random.below(8)
    this.#durable[position]! ^= mask
    this.#current = Buffer.from(this.#durable)
    return position
  }
}

function applied(content: Buffer, change: Change): Buffer<ArrayBuffer> {
  const end = change.kind === 'truncate' ? change.size : change.position + change.bytes.length
  const size = change.kind === 'truncate' ? end : Math.max(content.length, end)
  const result = Buffer.alloc(size)
  content.copy(result, 0, 0, size)
  if (change.kind === 'write') change.bytes.copy(result, change.position)
  return result
}

/** All, nothing, or some sectors of a change. A file that grew can be as long as it should be, with zeros for what was lost. */
function partlyApplied(
  content: Buffer<ArrayBuffer>,
  change: Change,
  random: SeededRandom,
): Buffer<ArrayBuffer> {
  const luck = random.next()
  if (luck < 0.3) return content
  if (luck < 0.6) return applied(content, change)
  if (change.kind === 'truncate') return content
  const { position, bytes } = change
  let result = content
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(sectorBytes - ((position + at) % sectorBytes), bytes.length - at)
    if (random.chance(0.5)) {
      const sector = bytes.subarray(at, at + length)
      result = applied(result, { kind: 'write', position: position + at, bytes: sector })
    }
    at += length
  }
  const grows = result.length < position + bytes.length && random.chance(0.5)
  return grows ? applied(result, { kind: 'truncate', size: position + bytes.length }) : result
}
