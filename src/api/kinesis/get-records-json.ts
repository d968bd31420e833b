import type { ReadAnswer, ReadRest, ShardReadEnd, ShardRecords } from '../../shards/index.ts'
import { AnswerMemory } from '../answer-memory.ts'
import type { AnswerBody } from '../operation.ts'
import { textsSizeMax } from './record-text-form.ts'
import { describeChildShard } from './shard-description.ts'
import { listHead, writeTexts } from './write-texts.ts'

/**
 * Four of the largest answers with keys of an ordinary length. With two, one answer in four was a fresh buffer when four
 * clients read at once: 37 markings of the heap instead of 2 in 300 answers, 241 MiB at the peak instead of 172.
 */
const memory = new AnswerMemory(64 * 1024 * 1024)

const nothing = Buffer.alloc(0)

/**
 * The answer of GetRecords in JSON, written into one buffer, without an object for a record:
 *
 *   {"Records":[{...},...],"NextShardIterator":"...","MillisBehindLatest":0}
 *
 * At the end of a closed shard without NextShardIterator, and with ChildShards as the last member.
 */
export class GetRecordsJson implements ReadAnswer<AnswerBody> {
  #body: Buffer = nothing
  #at = 0
  #count = 0

  add(records: ShardRecords, rest: ReadRest): void {
    const { count, keyBytes, dataBytes } = records
    this.#reserve(textsSizeMax(count, keyBytes, dataBytes), this.#expected(records, rest))
    this.#at = writeTexts(this.#body, this.#at, records)
    this.#count += count
  }

  finish(end: ShardReadEnd): AnswerBody {
    // What follows takes the place of the last comma.
    if (this.#count > 0) this.#at--
    const tail = tailOf(end)
    this.#reserve(tail.length)
    const size = this.#at + this.#body.write(tail, this.#at, 'latin1')
    const body = this.#body
    return { bytes: body.subarray(0, size), release: () => memory.give(body) }
  }

  /** How much the rest takes if it is like what has come. */
  #expected(records: ShardRecords, rest: ReadRest): number {
    if (rest.records <= 0 || rest.bytes <= 0) return 0
    const bytes = records.keyBytes + records.dataBytes
    const count = Math.min(rest.records, (rest.bytes / Math.max(1, bytes)) * records.count)
    return (count / records.count) * textsSizeMax(records.count, records.keyBytes, records.dataBytes)
  }

  /** Makes room for `size`, and if it has to, for `more` behind it. */
  #reserve(size: number, more = 0): void {
    if (this.#at + size <= this.#body.length) return
    const body = memory.take(Math.max(listHead.length, this.#at) + size + more)
    if (this.#at === 0) this.#at = body.write(listHead, 'latin1')
    else {
      this.#body.copy(body, 0, 0, this.#at)
      memory.give(this.#body)
    }
    this.#body = body
  }
}

/** In ASCII, as ids, iterators and hash keys are. */
function tailOf({ nextIterator, children, millisBehindLatest }: ShardReadEnd): string {
  const next = nextIterator === undefined ? '' : `"NextShardIterator":${JSON.stringify(nextIterator)},`
  const after =
    children.length === 0 ? '' : `,"ChildShards":${JSON.stringify(children.map(describeChildShard))}`
  return `],${next}"MillisBehindLatest":${millisBehindLatest}${after}}`
}
