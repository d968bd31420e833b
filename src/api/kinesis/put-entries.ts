import { hashKeyWords, parseHashKey } from '../../partitioner/index.ts'
import {
  callBytesMax,
  callMebibytesMax,
  invalidHashKey,
  type PutBatch,
  recordsTooLarge,
  recordTooLarge,
  type Stream,
  type Streams,
} from '../../shards/index.ts'

/** A record as the inputs of PutRecord and PutRecords have it. */
export interface PutEntry {
  readonly Data: Uint8Array
  /** Absent in streams that spread their records only: see partition-keys.ts. */
  readonly PartitionKey?: string | undefined
  readonly ExplicitHashKey?: string | undefined
}

interface CheckedEntry {
  readonly key: Buffer
  readonly data: Uint8Array
  /** Undefined for a record that goes where its partition key says, or anywhere. */
  readonly hashKey: Uint32Array | undefined
}

/**
 * Writes the records of one call, and hands the batch to `answer` once they are durable.
 * @param pathOf the place of a record's members in the input, as AWS's messages have it: `records.1.member.`
 * @throws RECORD_TOO_LARGE, RECORDS_TOO_LARGE, HASH_KEY_INVALID: then nothing is written
 */
export async function putEntries<Answer>(
  streams: Streams,
  stream: Stream,
  entries: readonly PutEntry[],
  pathOf: (index: number) => string,
  answer: (batch: PutBatch) => Answer,
): Promise<Answer> {
  const checked = checkEntries(stream, entries, pathOf)
  const batch = streams.batches.take(stream)
  try {
    fill(batch, stream, checked)
  } catch (error) {
    streams.batches.release(batch)
    throw error
  }
  return await streams.batches.commit(batch, answer)
}

function fill(batch: PutBatch, stream: Stream, checked: readonly CheckedEntry[]): void {
  for (const { key, data, hashKey } of checked) {
    if (stream.spreadsRecords) batch.addSpread(key.length, data.length)
    else if (hashKey === undefined) batch.add(key, 0, key.length, data.length)
    else batch.addHashed(hashKey, 0, key.length, data.length)
  }
  batch.layOut()
  checked.forEach(({ key, data }, i) => {
    if (!batch.isAdmitted(i)) return
    batch.buffer.set(key, batch.keyAt(i))
    batch.buffer.set(data, batch.dataAt(i))
  })
}

function checkEntries(
  stream: Stream,
  entries: readonly PutEntry[],
  pathOf: (index: number) => string,
): CheckedEntry[] {
  let total = 0
  const checked = entries.map(({ Data, PartitionKey = '', ExplicitHashKey }, i) => {
    const key = Buffer.from(PartitionKey)
    const size = key.length + Data.length
    if (size > stream.recordBytesMax) throw recordTooLarge(`${pathOf(i)}data`, stream.recordBytesMax)
    total += size
    const isAnywhere = stream.spreadsRecords || ExplicitHashKey === undefined
    const hashKey = isAnywhere ? undefined : hashKeyOf(ExplicitHashKey)
    return { key, data: Data, hashKey }
  })
  if (total > callBytesMax) throw recordsTooLarge(callMebibytesMax)
  return checked
}

function hashKeyOf(text: string): Uint32Array {
  const words = new Uint32Array(hashKeyWords)
  if (!parseHashKey(text, words, 0)) throw invalidHashKey(text)
  return words
}
