import type { ShardPush } from '../../shards/index.ts'
import { MessageHeaders } from '../../wire/index.ts'
import { AnswerMemory } from '../answer-memory.ts'
import { recordsSizeMax, writeRecords } from './record-texts.ts'
import { describeChildShard } from './shard-description.ts'

/** Four events of the usual largest size. */
const memory = new AnswerMemory(8 * 1024 * 1024)

const nothing = Buffer.alloc(0)

/**
 * Writes the events of one subscription as messages, each straight from the log into one buffer: headers, and in JSON
 *
 *   {"Records":[...],"ContinuationSequenceNumber":"...","MillisBehindLatest":0}
 */
export class PushMessage {
  readonly #headers: MessageHeaders
  #buffer: Buffer = nothing

  constructor(contentType: string) {
    this.#headers = MessageHeaders.event('SubscribeToShardEvent', contentType)
  }

  write(push: ShardPush): Buffer {
    const { records } = push
    const tail = tailOf(push)
    this.#buffer = memory.take(this.#headers.overhead + recordsSizeMax(records) + tail.length)
    const at = writeRecords(this.#buffer, this.#headers.payloadAt, records)
    return this.#headers.seal(this.#buffer, at + this.#buffer.write(tail, at, 'latin1'))
  }

  /** To be called when nobody looks at the message any more: its memory is used again. */
  release(): void {
    memory.give(this.#buffer)
    this.#buffer = nothing
  }
}

/** In ASCII. */
function tailOf({ records, continuation, children }: ShardPush): string {
  const number = continuation === undefined ? '' : `"ContinuationSequenceNumber":"${continuation}",`
  const list =
    children === undefined ? '' : `,"ChildShards":${JSON.stringify(children.map(describeChildShard))}`
  return `],${number}"MillisBehindLatest":${records.millisBehindLatest}${list}}`
}
