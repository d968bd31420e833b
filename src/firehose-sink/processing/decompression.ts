import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { SinkRecord } from '../destinations/destination.ts'
import { failedRecord } from './each-record.ts'
import type { Processed, RecordProcessor, UnprocessedRecord } from './processor.ts'

/** A small record can be gigabytes after decompression. CloudWatch Logs puts up to 1 MB into one. */
const decompressedBytesMax = 10 * 1024 * 1024

/** At once, in Node's thread pool: each holds its result. */
const atOnce = 4

const decompress = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)

/**
 * Decompression: of records that are gzip each, as those of CloudWatch Logs.
 * Source of where failures go: https://docs.aws.amazon.com/firehose/latest/dev/decomp-faq.html
 */
export class Decompression implements RecordProcessor {
  async process(records: readonly SinkRecord[], signal: AbortSignal): Promise<Processed> {
    const decompressed: SinkRecord[] = []
    const failed: UnprocessedRecord[] = []
    for (let at = 0; at < records.length; at += atOnce) {
      signal.throwIfAborted()
      const results = await Promise.all(records.slice(at, at + atOnce).map(decompressedRecord))
      for (const result of results) {
        if ('record' in result) failed.push(result)
        else decompressed.push(result)
      }
    }
    return { records: decompressed, failed }
  }
}

async function decompressedRecord(record: SinkRecord): Promise<SinkRecord | UnprocessedRecord> {
  try {
    const data = await decompress(record.data, { maxOutputLength: decompressedBytesMax })
    return { ...record, data, compressed: record.data }
  } catch (error) {
    /* Code and text are ours: AWS publishes none. */
    const why = `The record could not be decompressed as GZIP: ${(error as Error).message}`
    const failed = failedRecord(record, 'Decompression.Failed', why)
    return { ...failed, errorOutputType: 'decompression-failed' }
  }
}
