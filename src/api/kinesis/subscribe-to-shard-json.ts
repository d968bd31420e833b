import type { ShardPush } from '../../shards/index.ts'
import { MessageHeaders } from '../../wire/index.ts'
import { AnswerMemory } from '../answer-memory.ts'
import { textsSizeMax } from './record-text-form.ts'
import { describeChildShard } from './shard-description.ts'
import { listHead, writeTexts } from './write-texts.ts'

/** Sixteen events of the usual largest size. */
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
    const { count, keyBytes, dataBytes } = records
    const textsSize = listHead.length + textsSizeMax(count, keyBytes, dataBytes)
    this.#buffer = memory.take(this.#headers.overhead + textsSize + tail.length)
    const { payloadAt } = this.#headers
    const listAt = payloadAt + this.#buffer.write(listHead, payloadAt, 'latin1')
    const end = writeTexts(this.#buffer, listAt, records)
    // What follows takes the place of the last comma.
    const at = count > 0 ? end - 1 : end
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
