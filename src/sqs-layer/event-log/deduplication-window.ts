import { hash } from 'node:crypto'
import type { Offset } from '../../log/index.ts'
import { deduplicationKeySize } from './queue-events.ts'

/** Source: Amazon SQS Developer Guide, "Exactly-once processing": the deduplication interval. */
export const deduplicationMs = 5 * 60_000

const sizeMin = 64
const words = deduplicationKeySize / 4

/** The key of a deduplication id: a hash, so that all keys have one size. */
export function deduplicationKey(id: string, groupId: string | undefined): Buffer {
  const text = groupId === undefined ? id : `${groupId}\n${id}`
  return hash('sha256', text, 'buffer').subarray(0, deduplicationKeySize)
}

/**
 * The deduplication keys of the messages sent in the last five minutes, with their offsets. A ring in the order of their
 * times, and an index by key: 40 bytes a message, no object.
 */
export class DeduplicationWindow {
  count = 0
  #first = 0
  #keys = new Uint32Array(0)
  #offsets = new Float64Array(0)
  #times = new Float64Array(0)
  /** By hash: place in the ring + 1, 0 for none. */
  #index = new Int32Array(0)

  /** The offset of the message with that key; -1 if there is none. Forgets what is older than the window. */
  find(key: Buffer, nowMs: number): Offset {
    this.#forgetBefore(nowMs - deduplicationMs)
    if (this.count === 0) return -1
    const mask = this.#index.length - 1
    for (let at = key.readUInt32LE(0) & mask; ; at = (at + 1) & mask) {
      const ring = this.#index[at]! - 1
      if (ring < 0) return -1
      if (this.#holds(ring, key)) return this.#offsets[ring]!
    }
  }

  /** @param atMs not before that of any other */
  add(key: Buffer, offset: Offset, atMs: number): void {
    if (this.count === this.#offsets.length) this.#resize(Math.max(sizeMin, this.count * 2))
    const ring = (this.#first + this.count) & (this.#offsets.length - 1)
    for (let i = 0; i < words; i++) this.#keys[ring * words + i] = key.readUInt32LE(4 * i)
    this.#offsets[ring] = offset
    this.#times[ring] = atMs
    this.count++
    this.#enter(ring)
  }

  each(visit: (offset: Offset, atMs: number, key: Uint8Array) => void): void {
    for (let i = 0; i < this.count; i++) {
      const ring = (this.#first + i) & (this.#offsets.length - 1)
      const key = this.#keys.subarray(ring * words, (ring + 1) * words)
      visit(
        this.#offsets[ring]!,
        this.#times[ring]!,
        new Uint8Array(key.buffer, key.byteOffset, key.byteLength),
      )
    }
  }

  #holds(ring: number, key: Buffer): boolean {
    for (let i = 0; i < words; i++) {
      if (this.#keys[ring * words + i] !== key.readUInt32LE(4 * i)) return false
    }
    return true
  }

  /** What is exactly as old as the window is out of it. */
  #forgetBefore(horizonMs: number): void {
    while (this.count > 0 && this.#times[this.#first]! <= horizonMs) {
      this.#leave(this.#first)
      this.#first = (this.#first + 1) & (this.#offsets.length - 1)
      this.count--
    }
    if (this.count === 0 && this.#offsets.length > sizeMin) this.#resize(0)
  }

  #enter(ring: number): void {
    const mask = this.#index.length - 1
    let at = this.#keys[ring * words]! & mask
    while (this.#index[at] !== 0) at = (at + 1) & mask
    this.#index[at] = ring + 1
  }

  #leave(ring: number): void {
    const mask = this.#index.length - 1
    let hole = this.#keys[ring * words]! & mask
    while (this.#index[hole] !== ring + 1) hole = (hole + 1) & mask
    for (let at = (hole + 1) & mask; this.#index[at] !== 0; at = (at + 1) & mask) {
      const home = this.#keys[(this.#index[at]! - 1) * words]! & mask
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      this.#index[hole] = this.#index[at]!
      hole = at
    }
    this.#index[hole] = 0
  }

  #resize(size: number): void {
    const keys = new Uint32Array(size * words)
    const offsets = new Float64Array(size)
    const times = new Float64Array(size)
    for (let i = 0; i < this.count; i++) {
      const ring = (this.#first + i) & (this.#offsets.length - 1)
      keys.set(this.#keys.subarray(ring * words, (ring + 1) * words), i * words)
      offsets[i] = this.#offsets[ring]!
      times[i] = this.#times[ring]!
    }
    this.#keys = keys
    this.#offsets = offsets
    this.#times = times
    this.#first = 0
    this.#index = new Int32Array(size * 2)
    for (let ring = 0; ring < this.count; ring++) this.#enter(ring)
  }
}
