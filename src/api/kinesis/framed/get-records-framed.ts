import { framedHeadSize, framedSizeUnknown, frameHeadSize, sizedMembers } from '../../../framed/index.ts'
import { type ShardReadEnd, type ShardRecords, secondsOf } from '../../../shards/index.ts'
import type { RecordsForm } from '../answer-in-parts.ts'
import { kinesisModel } from '../model.ts'
import { describeChildShard } from '../shard-description.ts'
import { membersProtocol } from './framed-protocol.ts'

const { output } = kinesisModel.operations.GetRecords

/** One answer of GetRecords in frames, which are those of the log: copied chunk by chunk, and no record is looked at. */
export class GetRecordsFramed implements RecordsForm {
  readonly headSize = framedHeadSize
  readonly #first: { readonly SequenceNumber: string }[] = []

  writeHead(target: Buffer, recordsSize = framedSizeUnknown): void {
    target.writeUInt32LE(recordsSize)
  }

  sizeMax({ count, keyBytes, dataBytes }: ShardRecords): number {
    return count * frameHeadSize + keyBytes + dataBytes
  }

  writeRecords(target: Buffer, at: number, records: ShardRecords, isFirst: boolean): number {
    if (isFirst) this.#first.push({ SequenceNumber: firstNumberOf(records) })
    return records.copyTo(target, at)
  }

  tail({ nextIterator, children, millisBehindLatest }: ShardReadEnd, isInParts: boolean): Buffer {
    const members = membersProtocol.encode(
      {
        Records: this.#first,
        NextShardIterator: nextIterator,
        MillisBehindLatest: millisBehindLatest,
        ChildShards: children.length === 0 ? undefined : children.map(describeChildShard),
      },
      output,
    )
    return isInParts ? sizedMembers(members) : members
  }
}

function firstNumberOf(records: ShardRecords): string {
  const cursor = records.cursor()
  cursor.next()
  return records.shard.numbers.textOf(cursor.offset, secondsOf(cursor.arrivalMs))
}
