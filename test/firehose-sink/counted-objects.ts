import { expect } from 'vitest'
import type { ObjectStore, StoredObject } from '../../src/firehose-sink/index.ts'

const uuid = /-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

interface Waiter {
  readonly count: number
  wake(): void
}

/** Objects by key, without what differs from run to run, to be waited for. */
export class CountedObjects implements ObjectStore {
  readonly objects = new Map<string, Buffer>()
  #waiters: Waiter[] = []

  async put({ key, body }: StoredObject): Promise<void> {
    this.objects.set(key.replace(uuid, ''), Buffer.concat(body))
    const woken = this.#waiters.filter(({ count }) => count <= this.objects.size)
    this.#waiters = this.#waiters.filter((waiter) => !woken.includes(waiter))
    for (const waiter of woken) waiter.wake()
  }

  /** Resolves when there are so many; that there are never more is the caller's hope, and checked then only. */
  async count(count: number): Promise<Map<string, Buffer>> {
    if (this.objects.size < count) await new Promise<void>((wake) => this.#waiters.push({ count, wake }))
    expect(this.objects.size).toBe(count)
    return this.objects
  }
}
