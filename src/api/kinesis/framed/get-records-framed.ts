import { framedHeadSize, frameHeadSize } from '../../../framed/index.ts'
import {
  type ReadAnswer,
  type ReadRest,
  type ShardReadEnd,
  type ShardRecords,
  secondsOf,
} from '../../../shards/index.ts'
import type { AnswerBody } from '../../operation.ts'
import { GrowingAnswer } from '../growing-answer.ts'
import { kinesisModel } from '../model.ts'
import { describeChildShard } from '../shard-description.ts'
import { membersProtocol } from './framed-protocol.ts'

const { output } = kinesisModel.operations.GetRecords

/** The answer of GetRecords in frames, which are those of the log: copied chunk by chunk, and no record is looked at. */
export class GetRecordsFramed implements ReadAnswer<AnswerBody> {
  readonly #answer = new GrowingAnswer(framedHeadSize, framesSize)
  readonly #first: { readonly SequenceNumber: string }[] = []

  add(records: ShardRecords, rest: ReadRest): void {
    const answer = this.#answer
    answer.reserveFor(records, rest)
    answer.at = records.copyTo(answer.body, answer.at)
    if (this.#first.length === 0) this.#first.push({ SequenceNumber: firstNumberOf(records) })
  }

  finish({ nextIterator, children, millisBehindLatest }: ShardReadEnd): AnswerBody {
    const answer = this.#answer
    const members = membersProtocol.encode(
      {
        Records: this.#first,
        NextShardIterator: nextIterator,
        MillisBehindLatest: millisBehindLatest,
        ChildShards: children.length === 0 ? undefined : children.map(describeChildShard),
      },
      output,
    )
    answer.reserve(members.length)
    answer.body.writeUInt32LE(answer.at - framedHeadSize)
    answer.body.set(members, answer.at)
    return {
      bytes: answer.body.subarray(0, answer.at + members.length),
      release: () => answer.release(),
    }
  }
}

function framesSize(count: number, keyBytes: number, dataBytes: number): number {
  return count * frameHeadSize + keyBytes + dataBytes
}

function firstNumberOf(records: ShardRecords): string {
  const cursor = records.cursor()
  cursor.next()
  return records.shard.numbers.textOf(cursor.offset, secondsOf(cursor.arrivalMs))
}
