import type { Consumer, RecordsBatch } from '@platformatic/kafka'
import type { SinkRecord } from '../../destinations/destination.ts'
import { partitionKey } from './partition.ts'

/*
 * Bits of the attributes of a batch. Source: https://kafka.apache.org/documentation/#recordbatch
 */
const appendTimeBit = 0x08
const transactionalBit = 0x10
const controlBit = 0x20

/** Where the records of one answer come from. */
export interface FetchedFrom {
  readonly topicId: string
  /** What was asked for: batches are served whole, so some records may be before it. */
  readonly offset: bigint
  readonly nowMs: number
}

/** What a broker answers to one request to read. */
export type FetchAnswer = Awaited<ReturnType<Consumer['fetch']>>
export type PartitionAnswer = FetchAnswer['responses'][number]['partitions'][number]

type Fetched = Pick<PartitionAnswer, 'partitionIndex' | 'records' | 'abortedTransactions'>

/**
 * The values of an answer's records, in their order; a record without a value has no data. Keys and headers are not delivered, nor
 * what transactions have written that were aborted.
 */
export function fetchedRecords(
  { partitionIndex, records: batches, abortedTransactions }: Fetched,
  from: FetchedFrom,
): { records: SinkRecord[]; next: bigint } {
  const records: SinkRecord[] = []
  const key = partitionKey(from.topicId, partitionIndex)
  const isAborted = abortedBatches(abortedTransactions ?? [])
  let next = from.offset
  for (const batch of batches ?? []) {
    const behind = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n
    if (behind > next) next = behind
    if (!isAborted(batch) && (batch.attributes & controlBit) === 0) addRecords(records, batch, key, from)
  }
  return { records, next }
}

/** To be asked of the batches in their order. A producer's transaction is aborted from its first offset to its marker. */
function abortedBatches(
  transactions: NonNullable<Fetched['abortedTransactions']>,
): (batch: RecordsBatch) => boolean {
  const waiting = transactions.toSorted((a, b) => Number(a.firstOffset - b.firstOffset))
  const aborted = new Set<bigint>()
  return ({ producerId, firstOffset, attributes }) => {
    while (waiting[0] !== undefined && waiting[0].firstOffset <= firstOffset)
      aborted.add(waiting.shift()!.producerId)
    if ((attributes & controlBit) !== 0) aborted.delete(producerId)
    return (attributes & transactionalBit) !== 0 && aborted.has(producerId)
  }
}

function addRecords(
  target: SinkRecord[],
  batch: RecordsBatch,
  key: string,
  { offset, nowMs }: FetchedFrom,
): void {
  const { firstOffset, firstTimestamp, maxTimestamp, attributes } = batch
  const firstMs = Number(firstTimestamp)
  const appendMs = (attributes & appendTimeBit) === 0 ? undefined : Number(maxTimestamp)
  for (const { value, offsetDelta, timestampDelta } of batch.records) {
    const position = firstOffset + BigInt(offsetDelta)
    if (position < offset) continue
    const arrivalMs = sensibleMs(appendMs ?? firstMs + Number(timestampDelta), nowMs)
    target.push({ data: value ?? noData, arrivalMs, position: `${key}:${position}` })
  }
}

const noData = Buffer.alloc(0)

/** Producers write what they like: a time that has not come yet, or is none, is now. */
function sensibleMs(timeMs: number, nowMs: number): number {
  return timeMs >= 0 && timeMs <= nowMs ? timeMs : nowMs
}
