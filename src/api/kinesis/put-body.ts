import { startKernel } from './kernel.ts'
import { wasm } from './put-body.wasm.ts'

/** What kernels/put-body.ts exports. */
interface Kernel {
  prepare(): void
  scanRecords(length: number): number
  scanRecord(length: number): number
  write(count: number): number
}

type Address = 'streamNameStart' | 'streamNameEnd' | 'streamArnStart' | 'streamArnEnd'
type Column =
  | 'dataStart'
  | 'dataEnd'
  | 'keyStart'
  | 'keyEnd'
  | 'explicitStart'
  | 'explicitEnd'
  | 'dataLength'
  | 'target'
type Constant = Address | Column | 'bodyAt' | 'recordsMax'

const pageBytes = 64 * 1024
/** Behind the body, for loads that reach over its end; and behind the frames, for stores that do. */
const slackBytes = 16

/**
 * One body of PutRecord or PutRecords in the memory of the kernel that reads it (kernels/put-body.ts), without an object
 * or a string for a record: `JSON.parse` of such a body costs more than the log does.
 *
 *   load(body), scanRecords() or scanRecord()   finds the members; the columns say where
 *   target[i] = ...; write(...)                 puts keys and decoded data to where the frames have them
 *
 * It recognises what AWS SDKs send. Anything else, any doubt included, is left to the general path, which alone
 * decides what is an error. One instance serves one call at a time; what it found holds until the next `load`. All
 * positions are of `bytes`.
 */
export class PutBody {
  readonly #memory = new WebAssembly.Memory({ initial: 2 })
  readonly #kernel: Kernel
  readonly #addresses: Record<Constant, number>
  #length = 0
  count = 0
  /* Views of the memory, made anew when it has grown. */
  bytes!: Buffer
  dataStart!: Int32Array
  dataEnd!: Int32Array
  /** How many bytes the data of a record stands for if it is base64; -1 when its length rules that out. */
  dataLength!: Int32Array
  /** Both 0 where a record has no PartitionKey. */
  keyStart!: Int32Array
  keyEnd!: Int32Array
  explicitStart!: Int32Array
  /** 0 where a record has no ExplicitHashKey. */
  explicitEnd!: Int32Array
  /** Where the frames' copy of the key goes, counted from the first frame. */
  target!: Int32Array
  #cells!: Int32Array

  constructor() {
    const { functions, constants } = startKernel<Kernel, Constant>(wasm, this.#memory)
    this.#kernel = functions
    this.#addresses = constants
    this.#view()
    this.#kernel.prepare()
  }

  /** Takes a copy: the kernel reads nothing but its own memory. */
  load(body: Buffer): void {
    const { bodyAt } = this.#addresses
    this.#length = body.length
    this.#reserve(this.#framesAt)
    this.bytes.set(body, bodyAt)
    this.bytes.fill(0, bodyAt + body.length, this.#framesAt)
  }

  /** Of PutRecords. @returns whether the body is of the common shape; else nothing of the result means anything */
  scanRecords(): boolean {
    this.count = this.#kernel.scanRecords(this.#length)
    return this.count > 0
  }

  /** Of PutRecord. */
  scanRecord(): boolean {
    this.count = this.#kernel.scanRecord(this.#length)
    return this.count > 0
  }

  /** Undefined where the body has no such member. */
  get streamName(): string | undefined {
    return this.#text('streamNameStart', 'streamNameEnd')
  }

  get streamArn(): string | undefined {
    return this.#text('streamArnStart', 'streamArnEnd')
  }

  explicitHashKey(i: number): string {
    return this.bytes.toString('latin1', this.explicitStart[i]!, this.explicitEnd[i]!)
  }

  /**
   * Writes key and data of each record to its `target` in `frames`, of which all else is overwritten too.
   * @returns false unless all data is canonical base64, as the general path takes it
   */
  write(frames: Buffer): boolean {
    const at = this.#framesAt
    this.#reserve(at + frames.length + slackBytes)
    for (let i = 0; i < this.count; i++) this.target[i]! += at
    if (this.#kernel.write(this.count) === 0) return false
    this.bytes.copy(frames, 0, at, at + frames.length)
    return true
  }

  get #framesAt(): number {
    return this.#addresses.bodyAt + this.#length + slackBytes
  }

  #text(start: Address, end: Address): string | undefined {
    const from = this.#cells[this.#addresses[start] / 4]!
    const to = this.#cells[this.#addresses[end] / 4]!
    return to === 0 ? undefined : this.bytes.toString('latin1', from, to)
  }

  /** Grows to the largest call there was: some 30 MiB for the largest there may be. */
  #reserve(size: number): void {
    if (size <= this.bytes.length) return
    this.#memory.grow(Math.ceil((size - this.bytes.length) / pageBytes))
    this.#view()
  }

  #view(): void {
    const { buffer } = this.#memory
    const column = (name: Column) => new Int32Array(buffer, this.#addresses[name], this.#addresses.recordsMax)
    this.bytes = Buffer.from(buffer)
    this.#cells = new Int32Array(buffer)
    this.dataStart = column('dataStart')
    this.dataEnd = column('dataEnd')
    this.dataLength = column('dataLength')
    this.keyStart = column('keyStart')
    this.keyEnd = column('keyEnd')
    this.explicitStart = column('explicitStart')
    this.explicitEnd = column('explicitEnd')
    this.target = column('target')
  }
}
