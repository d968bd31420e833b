import { startKernel } from '../../base/index.ts'
import type { FrameArena } from '../../shards/index.ts'
import { wasm } from './put-body.wasm.ts'
import type { PutBodyReader } from './put-form.ts'

/** What kernels/put-body.ts exports. */
interface Kernel {
  prepare(): void
  scanRecords(body: number, length: number): number
  scanRecord(body: number, length: number): number
  write(count: number): number
  scanCborRecords(body: number, length: number): number
  scanCborRecord(body: number, length: number): number
  writeCbor(count: number): number
  scanFramed(body: number, length: number): number
  writeFramed(count: number): number
  hashKeys(count: number): void
}

/** What of the kernel is for bodies of one protocol. */
type Form = Pick<Kernel, 'scanRecords' | 'scanRecord' | 'write'>

type ReadProtocol = 'json' | 'cbor' | 'framed'

function formOf(kernel: Kernel, protocol: ReadProtocol): Form {
  if (protocol === 'json') return kernel
  if (protocol === 'framed') {
    const { scanFramed: scanRecords, scanFramed: scanRecord, writeFramed: write } = kernel
    return { scanRecords, scanRecord, write }
  }
  const { scanCborRecords: scanRecords, scanCborRecord: scanRecord, writeCbor: write } = kernel
  return { scanRecords, scanRecord, write }
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
type Constant = Address | Column | 'hashKey' | 'bodyAt' | 'recordsMax'

/** Behind the body, for loads that reach over its end. */
const slackBytes = 16

/**
 * One body of PutRecord or PutRecords in the memory of the kernel that reads it (kernels/put-body.ts), without an object
 * or a string for a record: `JSON.parse` of such a body costs more than the log does. One in CBOR or in frames has no base64, but its keys are
 * hashed four at a time here, and its data copied without a call for each. It is the memory that frames are
 * in, so that the kernel writes them where they stay.
 *
 *   load(body), scanRecords() or scanRecord()   finds the members; the columns say where
 *   target[i] = ...; write(...)                 puts keys and decoded data to where the frames have them
 *
 * It recognises what AWS SDKs send. Anything else, any doubt included, is left to the general path, which alone
 * decides what is an error. One instance serves one call at a time; what it found holds until the next `load`. All
 * positions are of `bytes`.
 */
export class PutBody implements PutBodyReader {
  /** All of the memory. */
  readonly bytes: Buffer
  readonly dataStart: Int32Array
  readonly dataEnd: Int32Array
  /** Of JSON how many bytes the data of a record stands for if it is base64; -1 when its length rules that out. */
  readonly dataLength: Int32Array
  readonly keyStart: Int32Array
  readonly keyEnd: Int32Array
  readonly explicitStart: Int32Array
  /** 0 where a record has no ExplicitHashKey. */
  readonly explicitEnd: Int32Array
  /** Where the frames' copy of the key goes, counted from the first frame. */
  readonly target: Int32Array
  count = 0
  readonly #hashKeys: Uint32Array
  readonly #kernel: Kernel
  readonly #form: Form
  readonly #addresses: Record<Constant, number>
  readonly #cells: Int32Array
  readonly #arena: FrameArena
  /** Of the body. */
  #at = 0
  #length = 0
  /** For frames that the log has no place for: behind what else is in the workspace. */
  #framesAt = 0

  /**
   * @param arena its workspace is for a body that is not among its inputs, and for the frames of a call so large that the
   *   log gives it a buffer elsewhere; of what is behind, `write` changes the buffer that it is given. Instances may
   *   share it, as each is done with it when its call is in the log
   */
  constructor(arena: FrameArena, protocol: ReadProtocol) {
    const { memory } = arena
    const { functions, constants } = startKernel<Kernel, Constant>(wasm, memory)
    this.#kernel = functions
    this.#form = formOf(functions, protocol)
    this.#addresses = constants
    const { buffer } = memory
    const column = (name: Column) => new Int32Array(buffer, this.#addresses[name], this.#addresses.recordsMax)
    this.bytes = Buffer.from(buffer)
    this.#cells = new Int32Array(buffer)
    this.#arena = arena
    this.dataStart = column('dataStart')
    this.dataEnd = column('dataEnd')
    this.dataLength = column('dataLength')
    this.keyStart = column('keyStart')
    this.keyEnd = column('keyEnd')
    this.explicitStart = column('explicitStart')
    this.explicitEnd = column('explicitEnd')
    this.target = column('target')
    this.#hashKeys = new Uint32Array(buffer, this.#addresses.hashKey, this.#addresses.recordsMax * 4)
    this.#kernel.prepare()
  }

  /**
   * A body among the inputs of the arena is read where it is, and the `slackBytes` behind it are overwritten. Of another
   * it takes a copy, as the kernel reads nothing but its own memory: 0.1 us for a record of 1 KiB.
   * @returns false when there is no room for that
   */
  load(body: Buffer): boolean {
    const { length } = body
    const isInput = this.#isInput(body)
    const { bodyAt } = this.#addresses
    const at = isInput ? body.byteOffset : bodyAt
    const end = at + length + slackBytes
    if (!isInput) {
      if (end > this.#arena.workspaceBytes) return false
      this.bytes.set(body, at)
    }
    /* `fill` takes longer than all of these. */
    for (let i = at + length; i < end; i++) this.bytes[i] = 0
    this.#at = at
    this.#length = length
    this.#framesAt = isInput ? bodyAt : end
    return true
  }

  #isInput({ buffer, byteOffset, length }: Buffer): boolean {
    const { inputs } = this.#arena
    if (buffer !== inputs.buffer) return false
    const end = inputs.byteOffset + inputs.length
    return byteOffset >= inputs.byteOffset && byteOffset + length + slackBytes <= end
  }

  /** Of PutRecords. @returns whether the body is of the common shape; else nothing of the result means anything */
  scanRecords(): boolean {
    this.count = this.#form.scanRecords(this.#at, this.#length)
    return this.count > 0
  }

  /** Of PutRecord. */
  scanRecord(): boolean {
    this.count = this.#form.scanRecord(this.#at, this.#length)
    return this.count > 0
  }

  /** Undefined where the body has no such member. */
  get streamName(): string | undefined {
    return this.#text('streamNameStart', 'streamNameEnd')
  }

  get streamArn(): string | undefined {
    return this.#text('streamArnStart', 'streamArnEnd')
  }

  hashKeys(): Uint32Array {
    this.#kernel.hashKeys(this.count)
    return this.#hashKeys
  }

  explicitHashKey(i: number): string {
    return this.bytes.toString('latin1', this.explicitStart[i]!, this.explicitEnd[i]!)
  }

  /**
   * Writes key and data of each record to its `target` in `frames`, and nothing else if they are in the memory; else
   * all of `frames` is overwritten.
   * @returns false unless all data in JSON is canonical base64, as the general path takes it, and there is room for it
   */
  write(frames: Buffer): boolean {
    if (frames.buffer === this.bytes.buffer) return this.#writeAt(frames.byteOffset)
    const at = this.#framesAt
    if (at + frames.length > this.#arena.workspaceBytes || !this.#writeAt(at)) return false
    this.bytes.copy(frames, 0, at, at + frames.length)
    return true
  }

  #writeAt(at: number): boolean {
    for (let i = 0; i < this.count; i++) this.target[i]! += at
    return this.#form.write(this.count) !== 0
  }

  #text(start: Address, end: Address): string | undefined {
    const from = this.#cells[this.#addresses[start] / 4]!
    const to = this.#cells[this.#addresses[end] / 4]!
    return to === 0 ? undefined : this.bytes.toString('latin1', from, to)
  }
}
