import { parseHashKey } from '../partitioner/index.ts'
import { recordInvalid } from './errors.ts'

/** What an application puts. */
export interface ProducerRecord {
  /** Says which shard takes the record. 1 to 256 characters. */
  readonly partitionKey: string
  /** Decimal, 0 to 2^128 - 1: says it instead. */
  readonly explicitHashKey?: string | undefined
  /** A text goes as UTF-8. Bytes are left alone by the caller until the result is there: they are not copied. */
  readonly data: Uint8Array | string
}

/** Where a record is, once it is durable. */
export interface PutResult {
  readonly shardId: string
  readonly sequenceNumber: string
  /** Its place within an aggregated record, as consumers see it; 0 for a record of its own. */
  readonly subSequenceNumber: number
  /** How many requests it took part in. */
  readonly attempts: number
}

/** Source: Kinesis API Reference, PutRecordsRequestEntry. */
const partitionKeyLengthMax = 256
/** What a record takes in memory beside its bytes: objects, its promise, its place in a queue. Measured: 500 to 600 bytes. */
const overheadBytes = 600

const hashKey = new Uint32Array(4)

/** A record on its way. */
export class PendingRecord {
  readonly partitionKey: string
  readonly explicitHashKey: string | undefined
  readonly data: Buffer
  /** Key and data, as the service counts them. */
  readonly size: number
  /** In the order of the puts. */
  readonly number: number
  readonly putMs: number
  readonly expiresMs: number
  /** Not to be sent before: it waits after a failure. */
  notBeforeMs = 0
  attempts = 0
  failure: Error | undefined
  readonly promise: Promise<PutResult>
  #resolve!: (result: PutResult) => void
  #reject!: (error: Error) => void

  /** @param record one that `checkRecord` has let pass, with its data as bytes */
  constructor(
    record: Omit<ProducerRecord, 'data'> & { readonly data: Buffer },
    when: { readonly number: number; readonly putMs: number; readonly expiresMs: number },
  ) {
    this.partitionKey = record.partitionKey
    this.explicitHashKey = record.explicitHashKey
    this.data = record.data
    this.size = sizeOf(record.partitionKey, record.data)
    this.number = when.number
    this.putMs = when.putMs
    this.expiresMs = when.expiresMs
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** What it counts for in the producer's bound of memory. */
  get heldBytes(): number {
    return this.size + overheadBytes
  }

  resolve(result: PutResult): void {
    this.#resolve(result)
  }

  reject(error: Error): void {
    this.#reject(error)
  }
}

export function bytesOf(data: Uint8Array | string): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}

function sizeOf(partitionKey: string, data: Buffer): number {
  return Buffer.byteLength(partitionKey) + data.length
}

/** In characters, where a long text need not be counted to its end. */
function lengthOf(text: string): number {
  if (text.length <= partitionKeyLengthMax) return text.length
  return [...text.slice(0, 2 * partitionKeyLengthMax + 2)].length
}

/**
 * One record that the service refuses would have the whole request refused, others' records included.
 * @throws PRODUCER_RECORD_INVALID
 */
export function checkRecord(
  record: Omit<ProducerRecord, 'data'> & { readonly data: Buffer },
  sizeMax: number,
): void {
  const { partitionKey, explicitHashKey, data } = record
  const length = lengthOf(partitionKey)
  if (length === 0 || length > partitionKeyLengthMax || !partitionKey.isWellFormed())
    throw recordInvalid(`the partition key must have 1 to ${partitionKeyLengthMax} characters`)
  if (explicitHashKey !== undefined && !parseHashKey(explicitHashKey, hashKey, 0))
    throw recordInvalid(`the explicit hash key ${explicitHashKey} is no decimal number below 2^128`)
  const size = sizeOf(partitionKey, data)
  if (size > sizeMax)
    throw recordInvalid(`the record has ${size} bytes, key included: the stream takes ${sizeMax}`)
}
