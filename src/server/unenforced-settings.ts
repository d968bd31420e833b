import type { Logger } from '../base/index.ts'
import { isEncrypted, type Streams } from '../shards/index.ts'

/** Says at the start, in one line, which settings of streams, their consumers and queues are kept and do not yet do what they say. */
export function warnOfUnenforced(streams: Streams, logger: Logger): void {
  let encrypted = 0
  let withPolicy = 0
  for (const stream of streams.control.all()) {
    if (isEncrypted(stream)) encrypted++
    if (typeof stream.policy === 'string') withPolicy++
  }
  for (const consumer of streams.consumers.all()) if (typeof consumer.policy === 'string') withPolicy++
  for (const queue of streams.queues.all()) if (typeof queue.policy === 'string') withPolicy++
  if (encrypted + withPolicy === 0) return
  logger.warn(
    { encrypted, withPolicy },
    'streams are set to encryption, or they, their consumers or their queues have a resource policy: both are kept and shown, and not enforced yet (docs/api-status.md)',
  )
}
