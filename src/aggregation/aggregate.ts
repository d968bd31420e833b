import { assert } from '../base/index.ts'
import { aggregateField, digestOf, digestSize, magic, recordField } from './aggregated-record.ts'
import { varintSize, wireType, writeVarint } from './protobuf.ts'

interface AddedRecord {
  readonly partitionKeyIndex: number
  readonly explicitHashKeyIndex: number | undefined
  readonly data: Buffer
}

/** The keys of one kind, each once. */
class KeyTable {
  readonly #indexes = new Map<string, number>()

  get keys(): Iterable<string> {
    return this.#indexes.keys()
  }

  /** The place of the key, or the one that it would get. */
  indexOf(key: string): number {
    return this.#indexes.get(key) ?? this.#indexes.size
  }

  /** Bytes that naming the key adds to the message: none when it is there. */
  growthOf(key: string): number {
    return this.#indexes.has(key) ? 0 : fieldSize(Buffer.byteLength(key))
  }

  add(key: string): number {
    const index = this.indexOf(key)
    this.#indexes.set(key, index)
    return index
  }
}

/**
 * An aggregated record in the making: `aggregated-record.ts` draws it. Holds views of the data that is added; the
 * caller leaves those bytes alone until `toBytes`.
 */
export class Aggregate {
  readonly #partitionKeys = new KeyTable()
  readonly #explicitHashKeys = new KeyTable()
  readonly #records: AddedRecord[] = []
  #messageSize = 0

  /** The number of user records in it. */
  get count(): number {
    return this.#records.length
  }

  /** Bytes of the aggregated record as it is now. */
  get size(): number {
    return magic.length + this.#messageSize + digestSize
  }

  /** `size`, if this record were added. */
  sizeWith(partitionKey: string, explicitHashKey: string | undefined, data: Buffer): number {
    const record = fieldSize(
      recordSize(
        this.#partitionKeys.indexOf(partitionKey),
        explicitHashKey === undefined ? undefined : this.#explicitHashKeys.indexOf(explicitHashKey),
        data.length,
      ),
    )
    const keys =
      this.#partitionKeys.growthOf(partitionKey) +
      (explicitHashKey === undefined ? 0 : this.#explicitHashKeys.growthOf(explicitHashKey))
    return this.size + keys + record
  }

  add(partitionKey: string, explicitHashKey: string | undefined, data: Buffer): void {
    this.#messageSize = this.sizeWith(partitionKey, explicitHashKey, data) - magic.length - digestSize
    this.#records.push({
      partitionKeyIndex: this.#partitionKeys.add(partitionKey),
      explicitHashKeyIndex:
        explicitHashKey === undefined ? undefined : this.#explicitHashKeys.add(explicitHashKey),
      data,
    })
  }

  toBytes(): Buffer {
    const bytes = Buffer.allocUnsafe(this.size)
    let position = magic.copy(bytes, 0)
    for (const key of this.#partitionKeys.keys)
      position = writeString(bytes, position, aggregateField.partitionKey, key)
    for (const key of this.#explicitHashKeys.keys)
      position = writeString(bytes, position, aggregateField.explicitHashKey, key)
    for (const record of this.#records) position = writeRecord(bytes, position, record)
    assert(position === magic.length + this.#messageSize)
    digestOf(bytes.subarray(magic.length, position)).copy(bytes, position)
    return bytes
  }
}

/** Bytes of a field whose tag takes one byte, and whose value is `size` bytes with their length. */
function fieldSize(size: number): number {
  return 1 + varintSize(size) + size
}

function recordSize(
  partitionKeyIndex: number,
  explicitHashKeyIndex: number | undefined,
  dataSize: number,
): number {
  const explicit = explicitHashKeyIndex === undefined ? 0 : 1 + varintSize(explicitHashKeyIndex)
  return 1 + varintSize(partitionKeyIndex) + explicit + fieldSize(dataSize)
}

function writeTag(bytes: Buffer, position: number, field: number, type: number): number {
  bytes[position] = (field << 3) | type
  return position + 1
}

function writeString(bytes: Buffer, position: number, field: number, text: string): number {
  const at = writeVarint(bytes, writeTag(bytes, position, field, wireType.bytes), Buffer.byteLength(text))
  return at + bytes.write(text, at)
}

function writeNumber(bytes: Buffer, position: number, field: number, value: number): number {
  return writeVarint(bytes, writeTag(bytes, position, field, wireType.varint), value)
}

function writeRecord(bytes: Buffer, position: number, record: AddedRecord): number {
  const { partitionKeyIndex, explicitHashKeyIndex, data } = record
  const size = recordSize(partitionKeyIndex, explicitHashKeyIndex, data.length)
  let at = writeVarint(bytes, writeTag(bytes, position, aggregateField.record, wireType.bytes), size)
  at = writeNumber(bytes, at, recordField.partitionKeyIndex, partitionKeyIndex)
  if (explicitHashKeyIndex !== undefined)
    at = writeNumber(bytes, at, recordField.explicitHashKeyIndex, explicitHashKeyIndex)
  at = writeVarint(bytes, writeTag(bytes, at, recordField.data, wireType.bytes), data.length)
  return at + data.copy(bytes, at)
}
