import type { ObjectStore, StoredObject } from '../../src/firehose-sink/index.ts'

/** Keeps objects, and fails as often as it is told to. */
export class KeptObjects implements ObjectStore {
  readonly all = new Map<string, string>()
  /** What the next puts do: undefined is a success. */
  readonly faults: ('fails' | 'hangs' | undefined)[] = []
  puts = 0

  async put({ bucket, key, body }: StoredObject): Promise<void> {
    this.puts++
    const fault = this.faults.shift()
    if (fault === 'fails') throw new Error('no bucket today')
    if (fault === 'hangs') return new Promise(() => undefined)
    this.all.set(`${bucket}/${key}`, Buffer.concat(body).toString())
  }

  texts(): string[] {
    return [...this.all.values()]
  }
}
