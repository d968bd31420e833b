import type { PutBodyReader } from './put-form.ts'

/** Source: the model of PutRecords. */
const recordsMax = 500

/* Heads of CBOR items (wire/cbor-reader.ts). */
const byteString = 2
const textString = 3
const list = 4
const map = 5
const indefinite = 31
const breakByte = 0xff

const names = {
  streamName: Buffer.from('StreamName'),
  streamArn: Buffer.from('StreamARN'),
  records: Buffer.from('Records'),
  data: Buffer.from('Data'),
  partitionKey: Buffer.from('PartitionKey'),
  explicitHashKey: Buffer.from('ExplicitHashKey'),
}

/** No item: what is there is something else, or more than is left. */
const none = -1

/**
 * What PutBody does for bodies in CBOR, without WebAssembly: for machines whose vectors it cannot use. Of a record
 * only four or five heads are looked at. Takes maps and lists of either length, and strings of a definite one, each member once.
 */
export class CborPutBody implements PutBodyReader {
  bytes: Buffer = Buffer.alloc(0)
  readonly dataLength = new Int32Array(recordsMax)
  readonly keyStart = new Int32Array(recordsMax)
  readonly keyEnd = new Int32Array(recordsMax)
  readonly explicitEnd = new Int32Array(recordsMax)
  readonly target = new Int32Array(recordsMax)
  count = 0
  streamName: string | undefined
  streamArn: string | undefined
  readonly #dataStart = new Int32Array(recordsMax)
  readonly #explicitStart = new Int32Array(recordsMax)
  #at = 0
  /** Where the string begins that `#string` has read. It ends at `#at`. */
  #start = 0

  /** Looks at the body where it is. */
  load(body: Buffer): boolean {
    this.bytes = body
    this.#at = 0
    this.count = 0
    this.streamName = undefined
    this.streamArn = undefined
    return true
  }

  scanRecords(): boolean {
    return this.#call(false) && this.#isWhole
  }

  scanRecord(): boolean {
    this.#begin(0)
    this.count = 1
    return this.#call(true) && this.#isRecord(0) && this.#isWhole
  }

  explicitHashKey(i: number): string {
    return this.bytes.toString('latin1', this.#explicitStart[i]!, this.explicitEnd[i]!)
  }

  write(frames: Buffer): boolean {
    const { bytes } = this
    for (let i = 0; i < this.count; i++) {
      const at = this.target[i]!
      const keySize = bytes.copy(frames, at, this.keyStart[i]!, this.keyEnd[i]!)
      const start = this.#dataStart[i]!
      bytes.copy(frames, at + keySize, start, start + this.dataLength[i]!)
    }
    return true
  }

  get #isWhole(): boolean {
    return this.count > 0 && this.#at === this.bytes.length
  }

  #begin(i: number): void {
    this.dataLength[i] = none
    this.keyStart[i] = 0
    this.keyEnd[i] = 0
    this.explicitEnd[i] = 0
  }

  #isRecord(i: number): boolean {
    return this.dataLength[i] !== none
  }

  /** Reads the map that a body is. @param isRecord whether the members of a record are among its own */
  #call(isRecord: boolean): boolean {
    let left = this.#length(map)
    if (left === none) return false
    for (; this.#goesOn(left); left--) {
      if (!this.#string(textString)) return false
      if (!this.#address() && !(isRecord ? this.#recordMember(0) : this.#records())) return false
    }
    return true
  }

  /** Reads the member whose name was read, if it says which stream. */
  #address(): boolean {
    const isName = this.#isNamed(names.streamName)
    if (!isName && !this.#isNamed(names.streamArn)) return false
    if ((isName ? this.streamName : this.streamArn) !== undefined || !this.#ascii()) return false
    const text = this.bytes.toString('latin1', this.#start, this.#at)
    if (isName) this.streamName = text
    else this.streamArn = text
    return true
  }

  #records(): boolean {
    if (this.count > 0 || !this.#isNamed(names.records)) return false
    let left = this.#length(list)
    if (left === none) return false
    for (; this.#goesOn(left); left--) {
      if (this.count === recordsMax || !this.#record(this.count)) return false
      this.count++
    }
    return true
  }

  #record(i: number): boolean {
    this.#begin(i)
    let left = this.#length(map)
    if (left === none) return false
    for (; this.#goesOn(left); left--) if (!this.#string(textString) || !this.#recordMember(i)) return false
    return this.#isRecord(i)
  }

  /** Reads the member whose name was read. */
  #recordMember(i: number): boolean {
    if (this.#isNamed(names.data)) {
      if (this.dataLength[i] !== none || !this.#string(byteString)) return false
      this.#dataStart[i] = this.#start
      this.dataLength[i] = this.#at - this.#start
      return true
    }
    if (this.#isNamed(names.partitionKey)) {
      if (this.keyEnd[i] !== 0 || !this.#ascii()) return false
      this.keyStart[i] = this.#start
      this.keyEnd[i] = this.#at
      return true
    }
    if (!this.#isNamed(names.explicitHashKey) || this.explicitEnd[i] !== 0 || !this.#ascii()) return false
    this.#explicitStart[i] = this.#start
    this.explicitEnd[i] = this.#at
    return true
  }

  /** Whether the string that was read is this. */
  #isNamed(name: Buffer): boolean {
    const start = this.#start
    if (this.#at - start !== name.length) return false
    for (let i = 0; i < name.length; i++) if (this.bytes[start + i] !== name[i]) return false
    return true
  }

  /** @param left how many items of a map or list are left. Passes over the break of one of indefinite length */
  #goesOn(left: number): boolean {
    if (left !== Number.POSITIVE_INFINITY) return left > 0
    if (this.bytes[this.#at] !== breakByte) return true
    this.#at++
    return false
  }

  /** Reads a text that is not empty, in printable ASCII. */
  #ascii(): boolean {
    if (!this.#string(textString) || this.#start === this.#at) return false
    for (let i = this.#start; i < this.#at; i++) {
      const byte = this.bytes[i]!
      if (byte < 0x20 || byte > 0x7e) return false
    }
    return true
  }

  /** Reads a string of a definite length, whose place is in `#start` and `#at` then. */
  #string(type: number): boolean {
    const length = this.#length(type)
    if (length === none || length > this.bytes.length - this.#at) return false
    this.#start = this.#at
    this.#at += length
    return true
  }

  /** Reads the head of an item of this type. @returns its length: Infinity for an indefinite one of a map or list, -1 for another item */
  #length(type: number): number {
    const { bytes } = this
    const head = bytes[this.#at]
    if (head === undefined || head >> 5 !== type) return none
    const info = head & 31
    if (info < 24) {
      this.#at++
      return info
    }
    if (info === indefinite && type >= list) {
      this.#at++
      return Number.POSITIVE_INFINITY
    }
    const size = info === 24 ? 1 : info === 25 ? 2 : info === 26 ? 4 : 0
    if (size === 0 || this.#at + 1 + size > bytes.length) return none
    const length = bytes.readUIntBE(this.#at + 1, size)
    this.#at += 1 + size
    return length
  }
}
