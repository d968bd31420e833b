import type { ReadAnswer, ReadRest, ShardReadEnd, ShardRecords } from '../../shards/index.ts'
import { CborWriter, type Protocol } from '../../wire/index.ts'
import type { AnswerBody } from '../operation.ts'
import { cborRecordsSizeMax, writeCborRecords } from './cbor-records.ts'
import { GrowingAnswer } from './growing-answer.ts'
import { kinesisModel } from './model.ts'
import { describeChildShard } from './shard-description.ts'

/** The head of a list, whose length is known when all records are there, takes 1 to 5 bytes. */
const headBytesMax = headOf(2 ** 32 - 1).length

/** The answer of GetRecords in CBOR, written into one buffer, without an object for a record. */
export class GetRecordsCbor implements ReadAnswer<AnswerBody> {
  readonly #protocol: Protocol
  readonly #answer = new GrowingAnswer(headBytesMax, cborRecordsSizeMax)
  #count = 0

  constructor(protocol: Protocol) {
    this.#protocol = protocol
  }

  add(records: ShardRecords, rest: ReadRest): void {
    const answer = this.#answer
    answer.reserveFor(records, rest)
    answer.at = writeCborRecords(answer.body, answer.at, records)
    this.#count += records.count
  }

  finish(end: ShardReadEnd): AnswerBody {
    const answer = this.#answer
    const tail = this.#tailOf(end)
    answer.reserve(tail.length)
    const head = headOf(this.#count)
    const start = headBytesMax - head.length
    answer.body.set(head, start)
    answer.body.set(tail, answer.at)
    const bytes = answer.body.subarray(start, answer.at + tail.length)
    return { bytes, release: () => answer.release() }
  }

  /** The members behind the records, and the end of the map that they are in. */
  #tailOf({ nextIterator, children, millisBehindLatest }: ShardReadEnd): Buffer {
    const members = {
      NextShardIterator: nextIterator,
      MillisBehindLatest: millisBehindLatest,
      ChildShards: children.length === 0 ? undefined : children.map(describeChildShard),
    }
    /* Without the byte that begins the map. */
    return this.#protocol.encode(members, kinesisModel.operations.GetRecords.output).subarray(1)
  }
}

function headOf(count: number): Buffer {
  const writer = new CborWriter()
  writer.openMap()
  writer.text('Records')
  writer.list(count)
  return writer.finish()
}
