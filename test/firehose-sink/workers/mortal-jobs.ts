import type { ExtractTask } from '../../../src/firehose-sink/workers/jobs.ts'
import { unpackTexts } from '../../../src/firehose-sink/workers/packed-records.ts'

/** Ends its thread, as a lack of memory would, if that is what it is asked for. */
export function extractKeys({ query, records }: ExtractTask): readonly string[] {
  if (query === 'die') process.exit(1)
  return [...unpackTexts(records)]
}
