import { dirname } from 'node:path/posix'
import { type FileSystem, type Random, syncAncestors } from '../../base/index.ts'
import { deliveryFailed } from '../errors.ts'
import { piecesOf } from '../formats/pieces.ts'
import { pathOfKey } from './object-path.ts'
import type { ObjectStore, StoredObject } from './object-store.ts'

/** Files that are written and not yet objects. No bucket is called so: a bucket's name begins with a letter or a digit. */
const unfinished = '.unfinished'

/**
 * Buckets are folders of one folder, and objects files in them. An object is written beside the buckets, made durable,
 * and renamed to its place.
 */
export class FolderObjects implements ObjectStore {
  readonly #files: FileSystem
  readonly #root: string
  readonly #random: Random
  /** Folders that are there durably. Their number is bounded: the oldest are looked at again. */
  readonly #known = new Set<string>()

  /** @param root an absolute path */
  constructor(files: FileSystem, root: string, random: Random) {
    this.#files = files
    this.#root = root
    this.#random = random
  }

  /** Removes what a crash has left unfinished. To be called before the first `put`. */
  async open(): Promise<void> {
    await this.#files.removeDirectory(`${this.#root}/${unfinished}`)
  }

  async put({ bucket, key, body }: StoredObject, signal: AbortSignal): Promise<void> {
    const path = `${this.#root}/${bucket}/${pathOfKey(key)}`
    const temporary = `${this.#root}/${unfinished}/${this.#random.uuid()}`
    try {
      await this.#makeFolder(dirname(temporary))
      await this.#makeFolder(dirname(path))
      await this.#write(temporary, body)
      if (signal.aborted) return await this.#giveUp(temporary)
      await this.#files.rename(temporary, path)
      await this.#files.syncDirectory(dirname(path))
    } catch (error) {
      this.#known.clear()
      await this.#files.remove(temporary).catch(() => undefined)
      throw notWritten(key, bucket, error)
    }
  }

  async #write(path: string, body: readonly Uint8Array[]): Promise<void> {
    const file = await this.#files.open(path, { create: true })
    try {
      let position = 0
      /* In pieces, as to hand over thousands of records at once takes this thread some ten milliseconds. */
      for (const piece of piecesOf(body)) {
        await file.write(position, [piece])
        position += piece.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
  }

  async #giveUp(temporary: string): Promise<never> {
    await this.#files.remove(temporary)
    throw new Error('the attempt was over before the object was in its place')
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#known.has(folder)) return
    await this.#files.makeDirectory(folder)
    await syncAncestors(this.#files, folder)
    if (this.#known.size >= knownMax) this.#known.clear()
    this.#known.add(folder)
  }
}

const knownMax = 1000

function notWritten(key: string, bucket: string, cause: unknown): Error {
  const what = `The object ${key} could not be written to the folder of ${bucket}`
  /* "ENOSPC: no space left on device, write": behind the comma is a call, and maybe a path. */
  const why = cause instanceof Error ? cause.message.split(',')[0] : 'the reason is not known'
  return deliveryFailed(`${what}: ${why}`, cause)
}
