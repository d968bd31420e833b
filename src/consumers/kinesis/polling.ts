import type { ShardBatch } from '../retrieval/stream-source.ts'
import { childOf } from './kinesis-shapes.ts'
import type { KinesisSourceOptions, ReadShard } from './kinesis-source.ts'
import { RecordGets } from './record-gets.ts'

/** Five reads a second are allowed of each shard. Source: Kinesis Developer Guide, "Quotas and limits". */
const readIntervalMs = 200

/** Reads by GetRecords: every `pollMs` from a shard that has nothing new, and as often as allowed from one that has. */
export function polling(options: KinesisSourceOptions, pollMs: number): ReadShard {
  const { stream, clock } = options
  const gets = new RecordGets(options.client)
  return async function* readShard(shardId, start, signal, moved) {
    let iterator = await gets.iteratorAt({ stream, shardId }, start)
    /* An iterator that expires before there was a record would else be made anew at a later LATEST. */
    if (start.type === 'LATEST') moved({ type: 'AT_TIMESTAMP', timestampMs: clock.nowMs() })
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs()
      const { records, end } = await gets.get(iterator, signal)
      const last = records.at(-1)
      if (last !== undefined) moved({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: last.sequenceNumber })
      const millisBehindLatest = end.MillisBehindLatest ?? 0
      const isEnd = end.NextShardIterator === undefined
      const children = isEnd ? (end.ChildShards ?? []).map(childOf) : undefined
      yield { records, millisBehindLatest, children } satisfies ShardBatch
      if (isEnd) return
      iterator = end.NextShardIterator as string
      const intervalMs = millisBehindLatest > 0 || records.length > 0 ? readIntervalMs : pollMs
      await clock.sleep(startedMs + intervalMs - clock.monotonicMs(), signal)
    }
  }
}
