import { assert, type Clock, hasCode } from '../../base/index.ts'
import {
  type Append,
  frameHeaderSize,
  type LogStore,
  type Offset,
  writeFrameHeader,
} from '../../log/index.ts'
import { hashKeyWords, hashPartitionKey } from '../../partitioner/index.ts'
import { streamNotFound } from '../errors.ts'
import { callRecordsMax } from '../limits.ts'
import { recordHeaderSize, recordOverhead, writeRecordHeader } from '../record.ts'
import { type Shard, secondsOf } from '../shard.ts'
import type { Stream } from '../stream.ts'

/** What the records of one batch for one shard have in common. */
interface Share {
  readonly shard: Shard
  count: number
  /** Framed. */
  bytes: number
  /** How many of its records the throttle has refused. */
  refused: number
  /** Where the share's frames begin in the buffer. */
  start: number
  firstOffset: Offset
  arrivalMs: number
}

/**
 * The records of one call on their way into the log, in one commit. In this order, without giving way to other work
 * until `PutBatches.commit` has been called (so that the stream stays what it is):
 *
 *   begin(stream)                     starts over
 *   add(...) / addHashed(...)         for each record: its shard and its place in the answer
 *   layOut()                          admits the records and gives each admitted one its place in `buffer`
 *   write at keyAt(i) and dataAt(i)   the bytes themselves, straight to where the log will have them
 *   PutBatches.commit                 resolves when they are durable
 *   shardOf(i), writeSequenceNumber   the answer
 *
 * The buffer holds the frames of one shard behind those of another. No object and no string is made for a record.
 */
export class PutBatch {
  /** Where the records go, once `layOut` has made it. */
  buffer: Buffer = Buffer.alloc(0)
  count = 0
  /** How many records the throttles have refused. */
  refusedCount = 0
  /** Which of the open shards the next of the spread records goes to. */
  #nextSpread = 0
  readonly #store: LogStore
  readonly #clock: Clock
  #stream: Stream | undefined
  readonly #shares: Share[] = []
  /** The place of a share in `#shares`, by the open index of its shard; -1 for none. */
  #shareByShard = new Int32Array(0)
  readonly #touched = new Int32Array(callRecordsMax)
  readonly #share = new Int32Array(callRecordsMax)
  readonly #keyLength = new Int32Array(callRecordsMax)
  readonly #dataLength = new Int32Array(callRecordsMax)
  /** The record's number within its share; -1 for one that was refused. */
  readonly #ordinal = new Int32Array(callRecordsMax)
  readonly #keyAt = new Int32Array(callRecordsMax)
  readonly #hashKey = new Uint32Array(hashKeyWords)

  constructor(store: LogStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  begin(stream: Stream): void {
    for (let i = 0; i < this.#shares.length; i++) this.#shareByShard[this.#touched[i]!] = -1
    if (this.#shareByShard.length < stream.openCount) {
      this.#shareByShard = new Int32Array(stream.openCount).fill(-1)
    }
    this.#stream = stream
    this.#nextSpread = stream.nextSpread
    this.#shares.length = 0
    this.count = 0
    this.refusedCount = 0
  }

  /** Adds a record whose partition key is the UTF-8 in `bytes[keyStart, keyEnd)`. */
  add(bytes: Uint8Array, keyStart: number, keyEnd: number, dataLength: number): void {
    hashPartitionKey(bytes, keyStart, keyEnd, this.#hashKey, 0)
    this.addHashed(this.#hashKey, 0, keyEnd - keyStart, dataLength)
  }

  /** Adds a record that goes where the hash key at `words[at]` says. Lengths in bytes. */
  addHashed(words: Uint32Array, at: number, keyLength: number, dataLength: number): void {
    const stream = this.#begun()
    this.#addTo(stream, stream.openIndexOf(words, at), keyLength, dataLength)
  }

  /** Adds a record of a stream that spreads them: to the open shards in turn. */
  addSpread(keyLength: number, dataLength: number): void {
    const stream = this.#begun()
    this.#addTo(stream, this.#nextSpread, keyLength, dataLength)
    this.#nextSpread = (this.#nextSpread + 1) % stream.openCount
  }

  /** Asks the throttles for each record in turn, and makes the buffer for those that they admit. */
  layOut(): void {
    for (let i = 0; i < this.count; i++) this.#admit(i)
    let total = 0
    for (const share of this.#shares) {
      share.start = total
      total += share.bytes
    }
    this.buffer = this.#store.allocate(total)
    for (let i = 0; i < this.count; i++) {
      if (this.isAdmitted(i)) this.#keyAt[i]! += this.#shares[this.#share[i]!]!.start
    }
  }

  /** Takes `layOut` back, for a call that turns out to be refused: what the throttles admitted was not used. */
  withdraw(): void {
    for (let i = 0; i < this.count; i++) {
      if (this.isAdmitted(i)) this.shardOf(i).writes?.giveBack(this.#keyLength[i]! + this.#dataLength[i]!)
    }
    this.count = 0
  }

  /** False for a record over the limits of its shard: it has no place in the buffer and is not written. */
  isAdmitted(i: number): boolean {
    return this.#ordinal[i]! >= 0
  }

  keyAt(i: number): number {
    return this.#keyAt[i]!
  }

  dataAt(i: number): number {
    return this.#keyAt[i]! + this.#keyLength[i]!
  }

  dataLength(i: number): number {
    return this.#dataLength[i]!
  }

  /**
   * Writes what stands around keys and data, and hands the admitted records to the log.
   * @returns the offsets of the first record in each shard, for `committed`
   * @throws what LogStore.commit throws; then none of the records is in the log, except perhaps after LOG_STORE_FAILED
   */
  append(): Promise<readonly Offset[]> {
    const stream = this.#begun()
    stream.nextSpread = this.#nextSpread
    const nowMs = this.#clock.nowMs()
    const appends: Append[] = []
    for (const share of this.#shares) {
      // Arrival times never fall within a shard or from one to its children, whatever the clock does.
      const { log, createdMs } = share.shard
      share.arrivalMs = Math.max(nowMs, createdMs, this.#store.bounds(log).lastTimeMs)
      if (share.refused > 0) countRefused(stream, share)
      if (share.count === 0) continue
      const isAll = share.bytes === this.buffer.length
      const frames = isAll ? this.buffer : this.buffer.subarray(share.start, share.start + share.bytes)
      appends.push({ log, count: share.count, frames })
    }
    this.#writeHeaders()
    return appends.length === 0 ? Promise.resolve([]) : this.#store.commit(appends)
  }

  /** The records are durable. From here on they have their sequence numbers. @param offsets as `append` gave them */
  committed(offsets: readonly Offset[]): void {
    const stream = this.#begun()
    let written = 0
    for (const share of this.#shares) {
      if (share.count === 0) continue
      share.firstOffset = offsets[written++]!
      countWritten(stream, share)
    }
  }

  /** What a caller is told of an error of `append`: STREAM_NOT_FOUND for a stream that was deleted meanwhile. */
  failureOf(error: unknown): unknown {
    const { state } = this.#begun()
    return hasCode(error, 'LOG_DROPPED') ? streamNotFound(state.name, state) : error
  }

  shardOf(i: number): Shard {
    return this.#shares[this.#share[i]!]!.shard
  }

  /** The place of a record's shard among those of the batch, in the order in which their first records were added. */
  shardPlaceOf(i: number): number {
    return this.#share[i]!
  }

  /** Its records are divided into so many shares, one of each shard, ... */
  get shareCount(): number {
    return this.#shares.length
  }

  shardOfShare(share: number): Shard {
    return this.#shares[share]!.shard
  }

  /** ... which are, record by record, these. */
  copyShares(target: Int32Array): void {
    target.set(this.#share.subarray(0, this.count))
  }

  /** Writes the digits of the first number of a committed share. Those of its other admitted records follow, in their order. */
  writeFirstNumber(share: number, target: Uint8Array, at: number): void {
    const { shard, firstOffset, arrivalMs } = this.#shares[share]!
    shard.numbers.write(target, at, firstOffset, secondsOf(arrivalMs))
  }

  /** Writes the 56 digits of a committed record's sequence number to `target[at]`. */
  writeSequenceNumber(i: number, target: Uint8Array, at: number): void {
    const { shard, firstOffset, arrivalMs } = this.#shares[this.#share[i]!]!
    shard.numbers.write(target, at, firstOffset + this.#ordinal[i]!, secondsOf(arrivalMs))
  }

  sequenceNumber(i: number): string {
    const { shard, firstOffset, arrivalMs } = this.#shares[this.#share[i]!]!
    return shard.numbers.textOf(firstOffset + this.#ordinal[i]!, secondsOf(arrivalMs))
  }

  /** Whether its records are those of an encrypted stream. */
  get isEncrypted(): boolean {
    return this.#begun().isEncrypted
  }

  #begun(): Stream {
    assert(this.#stream !== undefined, 'begin comes first')
    return this.#stream
  }

  #addTo(stream: Stream, openIndex: number, keyLength: number, dataLength: number): void {
    const i = this.count++
    assert(i < callRecordsMax, 'a call has so many records at most')
    assert(keyLength + dataLength <= stream.recordBytesMax, 'the caller refuses records that are too large')
    this.#share[i] = this.#shareFor(stream, openIndex)
    this.#keyLength[i] = keyLength
    this.#dataLength[i] = dataLength
  }

  #shareFor(stream: Stream, openIndex: number): number {
    const known = this.#shareByShard[openIndex]!
    if (known >= 0) return known
    const shard = stream.openShard(openIndex)
    shard.writes?.refill(stream.recordBytesMax)
    const added =
      this.#shares.push({
        shard,
        count: 0,
        bytes: 0,
        refused: 0,
        start: 0,
        firstOffset: 0,
        arrivalMs: 0,
      }) - 1
    this.#touched[added] = openIndex
    this.#shareByShard[openIndex] = added
    return added
  }

  #admit(i: number): void {
    const share = this.#shares[this.#share[i]!]!
    const bytes = this.#keyLength[i]! + this.#dataLength[i]!
    const throttle = share.shard.writes
    if (throttle !== undefined && !throttle.admit(bytes)) {
      this.#ordinal[i] = -1
      share.refused++
      this.refusedCount++
      return
    }
    this.#ordinal[i] = share.count++
    this.#keyAt[i] = share.bytes + recordOverhead
    share.bytes += recordOverhead + bytes
  }

  #writeHeaders(): void {
    const { isEncrypted } = this.#begun()
    for (let i = 0; i < this.count; i++) {
      if (!this.isAdmitted(i)) continue
      const keyLength = this.#keyLength[i]!
      const length = recordHeaderSize + keyLength + this.#dataLength[i]!
      const frame = this.#keyAt[i]! - recordOverhead
      writeFrameHeader(this.buffer, frame, length, this.#shares[this.#share[i]!]!.arrivalMs)
      writeRecordHeader(this.buffer, frame + frameHeaderSize, keyLength, isEncrypted)
    }
  }
}

function countWritten({ counters }: Stream, { shard, count, bytes }: Share): void {
  const payload = bytes - count * recordOverhead
  counters.written(count, payload)
  shard.counters.written(count, payload)
}

function countRefused({ counters }: Stream, { shard, refused }: Share): void {
  counters.writesThrottled += refused
  shard.counters.writesThrottled += refused
}
