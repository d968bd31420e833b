import { hasCode } from '../../../src/base/index.ts'
import type { FolderObjects, ObjectStore, StoredObject } from '../../../src/firehose-sink/index.ts'
import { pathOfKey } from '../../../src/firehose-sink/objects/object-path.ts'
import { Violation } from '../sim-check.ts'
import type { SimWorld } from '../sim-world.ts'
import type { Outside } from './moody-destination.ts'

/** Of one bucket: hears of each record that is in it. */
interface BucketLedger {
  settled(text: string): void
}

/** Every object that was said to be stored, by bucket and key. */
export type Shelf = Map<string, string>

/** The folder of a life, in which each record of an object that is stored is told to its ledger. */
export class WatchedObjects implements ObjectStore {
  readonly #folder: FolderObjects
  readonly #outside: Outside
  readonly #shelf: Shelf
  readonly #ledgers: ReadonlyMap<string, BucketLedger>
  readonly #pending = new Set<Promise<unknown>>()

  constructor(
    folder: FolderObjects,
    outside: Outside,
    shelf: Shelf,
    ledgers: ReadonlyMap<string, BucketLedger>,
  ) {
    this.#folder = folder
    this.#outside = outside
    this.#shelf = shelf
    this.#ledgers = ledgers
  }

  /** Resolves when nothing is written any more: an attempt that was cut off may still be at it. */
  async idle(): Promise<void> {
    await Promise.all(this.#pending)
  }

  async put(object: StoredObject, signal: AbortSignal): Promise<void> {
    const { isAlive, isHealed, random } = this.#outside
    if (!isAlive) return new Promise(() => undefined)
    if (!isHealed && random.chance(0.2)) throw new Error('no space in the folder')
    const stored = this.#folder.put(object, signal)
    const settled: Promise<unknown> = stored.catch(() => undefined).then(() => this.#pending.delete(settled))
    this.#pending.add(settled)
    await stored
    if (!this.#outside.isAlive || signal.aborted) return
    const text = Buffer.concat(object.body).toString()
    this.#shelf.set(`${object.bucket}/${pathOfKey(object.key)}`, text)
    const ledger = this.#ledgers.get(object.bucket)
    for (const line of text.split('\n').slice(0, -1)) ledger?.settled(recordOf(line))
  }
}

/** A line is a record, or says which record has failed. */
function recordOf(line: string): string {
  if (!line.startsWith('{')) return `${line}\n`
  const { rawData } = JSON.parse(line) as { rawData?: string }
  return rawData === undefined ? `${line}\n` : Buffer.from(rawData, 'base64').toString()
}

/** After a restart: what was said to be stored is there. */
export async function checkShelf(world: SimWorld, root: string, shelf: Shelf): Promise<void> {
  for (const [path, text] of shelf) {
    const file = await world.drive(world.disk.open(`${root}/${path}`)).catch((error: unknown) => {
      throw hasCode(error, 'ENOENT') ? new Violation(`the object ${path} is gone`) : error
    })
    const bytes = await world.drive(file.read(0, text.length + 1))
    await world.drive(file.close())
    if (bytes.toString() !== text) throw new Violation(`the object ${path} is not what was stored`)
  }
}
