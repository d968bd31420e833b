/*
 * Where what a put's body has is written, for kernels and for src/api/kinesis/put-body.ts:
 *
 *   0                         1024                | 4096                                  65536
 *   | tables, cells of stream | see md5-lanes.ts  | columns: i32 a record, four keys  | a body, frames ... |
 *
 * A body may as well be anywhere else in the memory; behind it are 16 zero bytes.
 */

/** What one call may have: `callRecordsMax` in src/shards/limits.ts. */
export const recordsMax: i32 = 500

/* Cells before the columns. Ends are 0 for a member that is not there. */
export const streamNameStart: usize = 512
export const streamNameEnd: usize = 516
export const streamArnStart: usize = 520
export const streamArnEnd: usize = 524

const columnsAt: usize = 4096
const columnBytes: usize = recordsMax * 4
export const dataStart: usize = columnsAt
export const dataEnd: usize = columnsAt + columnBytes
export const keyStart: usize = columnsAt + columnBytes * 2
export const keyEnd: usize = columnsAt + columnBytes * 3
export const explicitStart: usize = columnsAt + columnBytes * 4
export const explicitEnd: usize = columnsAt + columnBytes * 5
/** How many bytes the data of a record stands for if it is base64; -1 when its length rules that out. */
export const dataLength: usize = columnsAt + columnBytes * 6
/** Where the key goes, and the data behind it. */
export const target: usize = columnsAt + columnBytes * 7
/** Four words a record, the most significant first. */
export const hashKey: usize = columnsAt + columnBytes * 8
/** Four partition keys, each with its padding. */
export const keyBlocks: usize = columnsAt + columnBytes * 12
export const bodyAt: usize = 65536
