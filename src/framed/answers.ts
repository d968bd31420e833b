import { framedAnswerUnreadable } from './errors.ts'
import type { FramedBody } from './framed-body.ts'
import { type PutResult, resultsAt } from './put-results.ts'
import { type ReadRecord, readRecords } from './read-frames.ts'

/** The members of an answer to GetRecords that are not records, as the model has them. */
export interface ReadEnd {
  readonly NextShardIterator?: string
  readonly MillisBehindLatest?: number
  readonly ChildShards?: FramedChildShard[]
}

export interface FramedChildShard {
  readonly ShardId: string
  readonly ParentShards: string[]
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string }
}

/** @throws FRAMED_ANSWER_UNREADABLE */
export function readPutRecordsAnswer({ records, members }: FramedBody): PutResult[] {
  const results = reading(() => {
    const { Records: different } = JSON.parse(members.toString()) as {
      readonly Records: readonly PutResult[]
    }
    return resultsAt({ places: records, different })
  })
  if (results === undefined) throw framedAnswerUnreadable()
  return results
}

/** @returns records whose data are views of the answer. @throws FRAMED_ANSWER_UNREADABLE */
export function readGetRecordsAnswer({
  records: frames,
  members,
}: FramedBody): ReadEnd & { Records: ReadRecord[] } {
  const { Records: first, ...end } = reading(
    () => JSON.parse(members.toString()) as ReadEnd & { readonly Records: readonly Partial<ReadRecord>[] },
  )
  const records = reading(() => readRecords(frames, BigInt(first[0]?.SequenceNumber ?? 0)))
  if (records === undefined) throw framedAnswerUnreadable()
  return { ...end, Records: records }
}

function reading<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    throw framedAnswerUnreadable(cause)
  }
}
