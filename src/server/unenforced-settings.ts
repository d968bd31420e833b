import type { Logger } from '../base/index.ts'
import type { FirehoseSink } from '../firehose-sink/index.ts'
import { isEncrypted, type Streams } from '../shards/index.ts'
import type { Queues } from '../sqs-layer/index.ts'

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

/** The same of queues, for what somebody has set: that every new queue is said to be encrypted is AWS's default. */
export function warnOfUnenforcedQueues(queues: Queues, logger: Logger): void {
  let withKey = 0
  let withPolicy = 0
  for (const { settings } of queues.control.all()) {
    if (settings.kmsMasterKeyId !== null) withKey++
    if (settings.policy !== null) withPolicy++
  }
  if (withKey + withPolicy === 0) return
  logger.warn(
    { withKey, withPolicy },
    'queues are set to encryption with a key or have a policy: both are kept and shown, and not enforced yet (docs/api-status.md)',
  )
}

/** The same of delivery streams. */
export function warnOfUnenforcedFirehose({ streams }: Pick<FirehoseSink, 'streams'>, logger: Logger): void {
  let encrypted = 0
  for (const { encryption } of streams.all()) if (encryption?.keyType !== undefined) encrypted++
  if (encrypted === 0) return
  logger.warn(
    { encrypted },
    'delivery streams are set to encryption: it is kept and shown, and not enforced yet (docs/api-status.md)',
  )
}
