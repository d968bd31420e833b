import { basename, dirname } from 'node:path'
import { type FileSystem, readWholeIfThere, replaceWhole } from '../base/index.ts'
import { checkpointUnreadable } from './errors.ts'
import type { FilePosition } from './files/fingerprint.ts'

const version = 1

/** By the name of each flow, how far its files were delivered. */
export type FlowPositions = Readonly<Record<string, readonly FilePosition[]>>

/** The file that says where a restart goes on. It is replaced in one step: after a crash it is the last one or the one before. */
export class Checkpoints {
  readonly #files: FileSystem
  readonly #path: string
  #flows: FlowPositions
  #saving: Promise<void> = Promise.resolve()

  private constructor(files: FileSystem, path: string, flows: FlowPositions) {
    this.#files = files
    this.#path = path
    this.#flows = flows
  }

  /** @throws AGENT_CHECKPOINT_UNREADABLE: to begin anew is the user's decision, as records would come again or be left out */
  static async open(files: FileSystem, path: string): Promise<Checkpoints> {
    const bytes = await readWholeIfThere(files, path)
    if (bytes === undefined) await files.makeDirectory(dirname(path))
    return new Checkpoints(files, path, bytes === undefined ? {} : flowsOf(path, bytes))
  }

  /** Undefined for a flow that never was. */
  of(flow: string): readonly FilePosition[] | undefined {
    return Object.hasOwn(this.#flows, flow) ? this.#flows[flow] : undefined
  }

  /** Resolves when it is on the disk. One write after the other. */
  save(flow: string, positions: readonly FilePosition[]): Promise<void> {
    this.#flows = { ...this.#flows, [flow]: positions }
    const saving = this.#saving.then(() => this.#write())
    this.#saving = saving.catch(() => undefined)
    return saving
  }

  #write(): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({ version, flows: this.#flows }))
    return replaceWhole(this.#files, dirname(this.#path), basename(this.#path), bytes)
  }
}

function flowsOf(path: string, bytes: Buffer): FlowPositions {
  try {
    const read = JSON.parse(bytes.toString()) as { version: number; flows: FlowPositions }
    if (read.version === version && Object.values(read.flows).flat().every(isPosition)) return read.flows
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  throw checkpointUnreadable(path)
}

function isPosition({ id, position, headHash, tailHash }: Partial<FilePosition>): boolean {
  return (
    [id, headHash, tailHash].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(position) &&
    (position as number) >= 0
  )
}
