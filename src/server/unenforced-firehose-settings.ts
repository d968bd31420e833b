import type { Logger } from '../base/index.ts'
import type { FirehoseSink } from '../firehose-sink/index.ts'

/** As unenforced-settings.ts, of delivery streams. */
export function warnOfUnenforcedFirehose({ streams }: Pick<FirehoseSink, 'streams'>, logger: Logger): void {
  let encrypted = 0
  for (const { encryption } of streams.all()) if (encryption?.keyType !== undefined) encrypted++
  if (encrypted === 0) return
  logger.warn(
    { encrypted },
    'delivery streams are set to encryption: it is kept and shown, and not enforced yet (docs/api-status.md)',
  )
}
