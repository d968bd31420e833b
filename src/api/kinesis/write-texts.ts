import { hasVectors } from '../../base/index.ts'
import type { ShardRecords } from '../../shards/index.ts'
import { PlainRecordTexts } from './plain-record-texts.ts'
import type { RecordWriter } from './record-text-form.ts'
import { RecordTexts } from './record-texts.ts'

/** What an object with `Records` begins with. `]` ends the list. */
export const listHead = '{"Records":['

/* Used in one turn from the first record to the last, so one serves the process. */
const texts: RecordWriter = hasVectors ? new RecordTexts() : new PlainRecordTexts()

/** Writes records for a list, with a comma behind each. @returns the position after them */
export function writeTexts(body: Buffer, start: number, records: ShardRecords): number {
  return texts.write(body, start, records.cursor(), records.shard.numbers)
}
