import { callRecordsMax } from '../../shards/index.ts'

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** A member's name as it stands behind its opening quote. */
const nameBytes = (name: string) => Buffer.from(`${name}"`)
const recordsName = nameBytes('Records')
const streamNameName = nameBytes('StreamName')
const streamArnName = nameBytes('StreamARN')
const dataName = nameBytes('Data')
const partitionKeyName = nameBytes('PartitionKey')
const explicitHashKeyName = nameBytes('ExplicitHashKey')

/**
 * Finds the members of a PutRecords body without making an object or a string of any record: `JSON.parse` of such a
 * body costs more than the log does.
 *
 * It recognises what the AWS SDKs send: JSON with the known members only, each at most once, all of them strings
 * without an escape, names and keys in printable ASCII. Anything else, any doubt included, is left to the general
 * path, which alone decides what is an error. The content of `Data` is not looked at: whether it is base64 shows when
 * it is decoded.
 *
 * One instance serves one call at a time; the positions hold until the next `scan`.
 */
export class PutRecordsScan {
  /* Positions in the body without the quotes: the first byte and one past the last. */
  readonly dataStart = new Int32Array(callRecordsMax)
  readonly dataEnd = new Int32Array(callRecordsMax)
  readonly keyStart = new Int32Array(callRecordsMax)
  readonly keyEnd = new Int32Array(callRecordsMax)
  readonly explicitStart = new Int32Array(callRecordsMax)
  /** 0 where a record has no ExplicitHashKey. */
  readonly explicitEnd = new Int32Array(callRecordsMax)
  count = 0
  /** Empty where the body has no such member. */
  streamName = ''
  streamArn = ''
  #body: Buffer = Buffer.alloc(0)
  #at = 0

  /** @returns false when the body is not of the common shape: then nothing of the result means anything */
  scan(body: Buffer): boolean {
    if (body.indexOf(backslash) !== -1) return false
    this.count = 0
    this.streamName = ''
    this.streamArn = ''
    this.#body = body
    this.#at = 0
    const recognised = this.#topLevel()
    this.#body = Buffer.alloc(0)
    return recognised
  }

  #topLevel(): boolean {
    if (!this.#take(openBrace)) return false
    do {
      if (!this.#take(quote)) return false
      if (this.#takeName(recordsName)) {
        if (this.count !== 0 || !this.#records()) return false
      } else if (this.#takeName(streamNameName)) {
        if (this.streamName !== '') return false
        this.streamName = this.#takeText()
        if (this.streamName === '') return false
      } else if (this.#takeName(streamArnName)) {
        if (this.streamArn !== '') return false
        this.streamArn = this.#takeText()
        if (this.streamArn === '') return false
      } else return false
    } while (this.#take(comma))
    return this.#take(closeBrace) && this.#atEnd() && this.count !== 0
  }

  #records(): boolean {
    if (!this.#take(openBracket)) return false
    do {
      if (this.count === callRecordsMax || !this.#record(this.count)) return false
      this.count++
    } while (this.#take(comma))
    return this.#take(closeBracket)
  }

  #record(index: number): boolean {
    this.dataEnd[index] = 0
    this.keyEnd[index] = 0
    this.explicitEnd[index] = 0
    if (!this.#take(openBrace)) return false
    do {
      if (!this.#take(quote) || !this.#recordMember(index)) return false
    } while (this.#take(comma))
    return this.#take(closeBrace) && this.dataEnd[index] !== 0 && this.keyEnd[index] !== 0
  }

  #recordMember(index: number): boolean {
    if (this.#takeName(dataName))
      return this.#takeString(index, this.dataStart, this.dataEnd, this.#dataStringEnd)
    if (this.#takeName(partitionKeyName)) {
      return this.#takeString(index, this.keyStart, this.keyEnd, this.#plainStringEnd)
    }
    if (this.#takeName(explicitHashKeyName)) {
      return this.#takeString(index, this.explicitStart, this.explicitEnd, this.#plainStringEnd)
    }
    return false
  }

  #takeString(index: number, starts: Int32Array, ends: Int32Array, findEnd: () => number): boolean {
    if (ends[index] !== 0 || !this.#take(quote)) return false
    const end = findEnd.call(this)
    if (end === -1) return false
    starts[index] = this.#at
    ends[index] = end
    this.#at = end + 1
    return true
  }

  /** Data is long: the native search is several times faster than a loop. It holds no quote, since the body has no escape. */
  #dataStringEnd(): number {
    return this.#body.indexOf(quote, this.#at)
  }

  #plainStringEnd(): number {
    const body = this.#body
    for (let at = this.#at; at < body.length; at++) {
      const byte = body[at]!
      if (byte === quote) return at
      if (byte < 0x20 || byte > 0x7e) return -1
    }
    return -1
  }

  #takeText(): string {
    if (!this.#take(quote)) return ''
    const end = this.#plainStringEnd()
    if (end === -1) return ''
    const text = this.#body.toString('latin1', this.#at, end)
    this.#at = end + 1
    return text
  }

  #takeName(name: Buffer): boolean {
    const body = this.#body
    const start = this.#at
    for (let i = 0; i < name.length; i++) if (body[start + i] !== name[i]) return false
    this.#at = start + name.length
    return this.#take(colon)
  }

  /** Skips white space, then takes `byte` if it is next. */
  #take(byte: number): boolean {
    this.#skipSpace()
    if (this.#body[this.#at] !== byte) return false
    this.#at++
    return true
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#body[this.#at]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return
      this.#at++
    }
  }

  #atEnd(): boolean {
    this.#skipSpace()
    return this.#at === this.#body.length
  }
}
