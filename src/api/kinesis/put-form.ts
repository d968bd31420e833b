import type { PutBatch, Shard } from '../../shards/index.ts'

/**
 * The body of one PutRecords or PutRecord, read without an object for a record. It recognises what AWS SDKs send; anything else, any
 * doubt included, is left to the general path, which alone decides what is an error. One instance serves one call at a time;
 * what it found holds until the next `load`.
 *
 *   load(body), scanRecords() or scanRecord()   finds the members; the columns say where
 *   target[i] = ...; write(frames)              puts keys and data to where the frames have them
 */
export interface PutBodyReader {
  /** What positions are of. */
  readonly bytes: Buffer
  /** How many bytes the data of a record is; negative when that cannot be said. */
  readonly dataLength: Int32Array
  /** Where the partition key of a record is. Both 0 where there is none. */
  readonly keyStart: Int32Array
  readonly keyEnd: Int32Array
  /** 0 where a record has no ExplicitHashKey. */
  readonly explicitEnd: Int32Array
  /** Where the frames' copy of the key goes, counted from the first frame. The data goes behind it. */
  readonly target: Int32Array
  /** Of records. */
  readonly count: number
  readonly streamName: string | undefined
  readonly streamArn: string | undefined
  /** @returns false when there is no room for it */
  load(body: Buffer): boolean
  /** Of PutRecords. @returns whether the body is of the common shape; else nothing of the result means anything */
  scanRecords(): boolean
  /** Of PutRecord. */
  scanRecord(): boolean
  explicitHashKey(i: number): string
  /** The hash keys of the partition keys of up to 55 bytes, four words each, where it is quicker to make all at once. */
  hashKeys?(): Uint32Array
  /** @returns whether each record is written; else `frames` may hold anything */
  write(frames: Buffer): boolean
}

/** The answers to puts of which every record is admitted and committed, to the byte as the general path writes them. */
export interface PutAnswers {
  /** @param memory where the answer is made if it has room */
  records(batch: PutBatch, memory: Buffer): Buffer
  /** @param batch of one record */
  record(batch: PutBatch): Buffer | string
}

/** What an answer to PutRecords is made of: a head, for each record the result of its shard with its number, and a tail. */
export interface RecordsAnswerForm {
  head(count: number): Buffer
  /** The result of a record in this shard, with room for the sequence number `numberAt`. */
  resultOf(shard: Shard): Buffer
  readonly numberAt: number
  /** What each result takes. */
  readonly resultSize: number
  tail(isEncrypted: boolean): Buffer
  /** How many bytes of the last result the tail takes the place of. */
  readonly overlap: number
}

/** Puts in one protocol. */
export interface PutForm {
  /** Used from `load` to the commit without giving way to another call, so one serves all. */
  readonly body: PutBodyReader
  readonly answers: PutAnswers
}
