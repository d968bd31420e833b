import { hash } from 'node:crypto'
import { readAggregatedRecord } from '../../aggregation/index.ts'
import { type Checkpoint, compareCheckpoints, isStart } from '../leases/checkpoint.ts'
import type { StreamRecord } from './stream-source.ts'

/** A record as its producer put it. */
export interface ConsumerRecord {
  readonly sequenceNumber: string
  /** Its place in the aggregated record that it came in; 0 for one that came alone. */
  readonly subSequenceNumber: number
  readonly partitionKey: string
  readonly explicitHashKey: string | undefined
  readonly data: Buffer
  readonly approximateArrivalMs: number
}

const hexDigits = 32

/** A range of hash keys, as hexadecimal numbers of the same length: they compare as texts. */
export class HashKeyRange {
  readonly #first: string
  readonly #last: string

  /** @param first and `last`: decimal, both included */
  constructor(first: string, last: string) {
    this.#first = hexOf(first)
    this.#last = hexOf(last)
  }

  has(partitionKey: string, explicitHashKey: string | undefined): boolean {
    const key = explicitHashKey === undefined ? hash('md5', partitionKey) : hexOf(explicitHashKey)
    return key >= this.#first && key <= this.#last
  }
}

function hexOf(decimal: string): string {
  return BigInt(decimal).toString(16).padStart(hexDigits, '0')
}

/**
 * Takes aggregated records apart. Leaves out what is up to `processed`, and the user records of an aggregate whose keys
 * belong to another shard: a producer that knew an older map of shards has put them here, and what goes by keys would
 * see them at the wrong place. The Kinesis Client Library does the same.
 */
export function userRecordsOf(
  records: readonly StreamRecord[],
  processed: Checkpoint,
  range: HashKeyRange | undefined,
): ConsumerRecord[] {
  const all: ConsumerRecord[] = []
  for (const record of records) {
    const aggregated = readAggregatedRecord(record.data)
    if (aggregated === undefined) {
      all.push({ ...record, subSequenceNumber: 0, explicitHashKey: undefined })
      continue
    }
    for (const userRecord of aggregated) {
      if (range !== undefined && !isIn(range, userRecord)) continue
      all.push({ ...record, ...userRecord })
    }
  }
  if (isStart(processed)) return all
  return all.filter((record) => compareCheckpoints(record, processed) > 0)
}

interface Keys {
  readonly partitionKey: string
  readonly explicitHashKey: string | undefined
}

/** Any text may stand in the place of an explicit hash key. */
function isIn(range: HashKeyRange, { partitionKey, explicitHashKey }: Keys): boolean {
  const isNumber = explicitHashKey !== undefined && /^\d{1,39}$/.test(explicitHashKey)
  return range.has(partitionKey, isNumber ? explicitHashKey : undefined)
}
