import type { Logger } from '../base/index.ts'
import type { Queues } from '../sqs-layer/index.ts'

/** As unenforced-settings.ts, of queues, for what somebody has set: that every new queue is said to be encrypted is AWS's default. */
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
