import { assert } from '../../base/index.ts'
import type { ShardReadEnd, ShardRecords, TakePiece } from '../../shards/index.ts'
import { AnswerMemory } from '../answer-memory.ts'
import type { BodyParts } from '../api-request.ts'
import type { AnswerBody } from '../operation.ts'

/** How one answer with records is written in a protocol. */
export interface RecordsForm {
  /** Of what comes before the records. */
  readonly headSize: number
  /** @param recordsSize of all records; undefined where they are still to be written */
  writeHead(target: Buffer, recordsSize: number | undefined): void
  /** How long the records can become. */
  sizeMax(records: ShardRecords): number
  /** @param isFirst of the answer. @returns the position behind the records */
  writeRecords(target: Buffer, at: number, records: ShardRecords, isFirst: boolean): number
  /** What comes behind the records. */
  tail(end: ShardReadEnd, isInParts: boolean): Buffer
}

type Read = (take: TakePiece<Part>) => AsyncGenerator<Part, ShardReadEnd, undefined>

interface Part {
  readonly memory: Buffer
  readonly size: number
}

/** Sixteen parts of the usual size, up to 1 MiB. */
const partMemory = new AnswerMemory(16 * 1024 * 1024)

/** Room for the tail of an answer of one part: there are 300 bytes of it without child shards. */
const tailRoom = 1024

/**
 * Answers a read. What one piece of it has all of is one buffer; of more, a part is made of each piece when the client has taken the one before. Made as a
 * whole, 14 MiB of records in JSON do not stay in the processor's cache until they are written to the socket: a seventh more CPU
 * time (docs/decisions/0010-get-kernel.md).
 */
export async function answerInParts(read: Read, form: RecordsForm): Promise<AnswerBody | BodyParts> {
  let isFirst = true
  let mayGoOn = false
  const parts = read((records, rest) => {
    const at = isFirst ? form.headSize : 0
    const memory = partMemory.take(at + form.sizeMax(records) + tailRoom)
    const size = form.writeRecords(memory, at, records, isFirst)
    isFirst = false
    mayGoOn = rest.records > 0 && rest.bytes > 0
    return { memory, size }
  })
  const first = await parts.next()
  if (first.done === true)
    return wholeOf({ memory: Buffer.alloc(form.headSize), size: form.headSize }, first.value, form)
  if (mayGoOn) {
    form.writeHead(first.value.memory, undefined)
    return { parts: bodyOf(first.value, parts, form) }
  }
  const end = await parts.next()
  assert(end.done === true, 'a read ends where no more may come')
  return wholeOf(first.value, end.value, form)
}

function wholeOf({ memory, size }: Part, end: ShardReadEnd, form: RecordsForm): AnswerBody {
  form.writeHead(memory, size - form.headSize)
  const tail = form.tail(end, false)
  const release = () => partMemory.give(memory)
  if (size + tail.length > memory.length) {
    return { bytes: Buffer.concat([memory.subarray(0, size), tail]), release }
  }
  memory.set(tail, size)
  return { bytes: memory.subarray(0, size + tail.length), release }
}

/** The memory of a part that was not taken to its end is left to the collector: the system may still look at it. */
async function* bodyOf(
  first: Part,
  parts: ReturnType<Read>,
  form: RecordsForm,
): AsyncGenerator<Buffer, void, undefined> {
  yield* written(first)
  for (;;) {
    const part = await parts.next()
    if (part.done === true) {
      yield form.tail(part.value, true)
      return
    }
    yield* written(part.value)
  }
}

function* written({ memory, size }: Part): Generator<Buffer, void, undefined> {
  yield memory.subarray(0, size)
  partMemory.give(memory)
}
