import { frameHeaderSize, frameLength, frameTimeMs, type LogStore, type Offset } from '../../log/index.ts'
import type { FifoLog } from '../fifo/fifo-log.ts'
import { archivedIn } from '../fifo/published-record.ts'
import type { TopicMessage } from '../topic-message.ts'

/** One piece of an archive. */
export interface ArchiveBatch {
  readonly messages: readonly TopicMessage[]
  /** Where to read on: behind the last that is durable, at most `end`. */
  readonly next: Offset
}

const batchBytes = 256 * 1024
const batchRecords = 100

/**
 * Reads what was published to a topic and is archived, in order. Without the turns of those who read history: each piece waits for the commit of the one
 * before, which leaves others theirs. @throws LOG_CORRUPT
 */
export async function readArchive(
  store: LogStore,
  fifoLog: FifoLog,
  range: { readonly from: Offset; readonly end: Offset; readonly replayedBefore: Offset },
): Promise<ArchiveBatch> {
  const { published } = fifoLog.topic
  const records = Math.min(batchRecords, range.end - range.from)
  const batch = await store.read(published, range.from, { bytes: batchBytes, records })
  const messages: TopicMessage[] = []
  for (const { firstOffset, count, frames } of batch.chunks) {
    for (let i = 0, at = 0; i < count; i++) {
      const end = at + frameHeaderSize + frameLength(frames, at)
      const archived = archivedIn(frames.subarray(at + frameHeaderSize, end))
      const offset = firstOffset + i
      if (archived !== undefined) {
        const replayed = offset < range.replayedBefore
        messages.push(fifoLog.messageAt(offset, archived, frameTimeMs(frames, at), replayed))
      }
      at = end
    }
  }
  return { messages, next: Math.max(range.from, batch.next) }
}
