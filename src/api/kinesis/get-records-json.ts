import type { ReadAnswer, ReadRest, ShardReadEnd, ShardRecords } from '../../shards/index.ts'
import type { AnswerBody } from '../operation.ts'
import { GrowingAnswer } from './growing-answer.ts'
import { textsSizeMax } from './record-text-form.ts'
import { describeChildShard } from './shard-description.ts'
import { listHead, writeTexts } from './write-texts.ts'

/**
 * The answer of GetRecords in JSON, written into one buffer, without an object for a record:
 *
 *   {"Records":[{...},...],"NextShardIterator":"...","MillisBehindLatest":0}
 *
 * At the end of a closed shard without NextShardIterator, and with ChildShards as the last member.
 */
export class GetRecordsJson implements ReadAnswer<AnswerBody> {
  readonly #answer = new GrowingAnswer(listHead.length, textsSizeMax)
  #count = 0

  add(records: ShardRecords, rest: ReadRest): void {
    const answer = this.#answer
    answer.reserveFor(records, rest)
    answer.at = writeTexts(answer.body, answer.at, records)
    this.#count += records.count
  }

  finish(end: ShardReadEnd): AnswerBody {
    const answer = this.#answer
    // What follows takes the place of the last comma.
    if (this.#count > 0) answer.at--
    const tail = tailOf(end)
    answer.reserve(tail.length)
    answer.body.write(listHead, 'latin1')
    const size = answer.at + answer.body.write(tail, answer.at, 'latin1')
    return { bytes: answer.body.subarray(0, size), release: () => answer.release() }
  }
}

/** In ASCII, as ids, iterators and hash keys are. */
function tailOf({ nextIterator, children, millisBehindLatest }: ShardReadEnd): string {
  const next = nextIterator === undefined ? '' : `"NextShardIterator":${JSON.stringify(nextIterator)},`
  const after =
    children.length === 0 ? '' : `,"ChildShards":${JSON.stringify(children.map(describeChildShard))}`
  return `],${next}"MillisBehindLatest":${millisBehindLatest}${after}}`
}
