/*
 * The results of a PutRecords, one of each record, in AssemblyScript: `npm run kernels` compiles this file to
 * src/api/kinesis/put-results.wasm.ts. All records of a shard have the same but for their sequence numbers, which follow
 * each other.
 *
 * All addresses are of the module's one memory, which put-results.ts fills:
 *
 *   0    | 64      | 128      2176                   + recordsMax * 128
 *   |    | step    | shares   | results, 128 apart   | text ...
 *   |    | 56 digits | i32 a record | of the next record of each share |
 */
import { addDecimal } from './decimal'

/** `callRecordsMax` in src/shards/limits.ts. */
export const recordsMax: usize = 500
export const stepAt: usize = 64
export const sharesAt: usize = 128
export const resultsAt: usize = 2176
/** A result has no more. */
export const resultBytesMax: usize = 128
export const textAt: usize = resultsAt + recordsMax * resultBytesMax
export const memoryBytes: usize = textAt + recordsMax * resultBytesMax

/**
 * Writes the results of `count` records, each that of its share with the number that comes next there.
 * @param resultBytes of each, its number at `numberAt` in it
 * @returns where the text ends
 */
export function writeResults(count: i32, resultBytes: usize, numberAt: usize): usize {
  let to = textAt
  for (let i: i32 = 0; i < count; i++) {
    const share = load<u32>(sharesAt + ((i as usize) << 2)) as usize
    const result = resultsAt + share * resultBytesMax
    for (let at: usize = 0; at < resultBytes; at += 16) v128.store(to + at, v128.load(result + at))
    addDecimal(result + numberAt, stepAt)
    to += resultBytes
  }
  return to
}
