import { hasCode } from '../base/index.ts'
import type { FirehoseSink } from '../firehose-sink/index.ts'
import type { DeliveryStreams } from '../sns-layer/delivery/index.ts'

const pattern = /^arn:[a-z-]+:firehose:([a-z0-9-]+):(\d{12}):deliverystream\/(.+)$/

/** The delivery streams of this server, for messages of topics: asked for with the first message. */
export function deliveryStreamsOf(firehose: () => Promise<FirehoseSink>): DeliveryStreams {
  return {
    async put(arn, data) {
      const [, region = '', account = '', name = ''] = pattern.exec(arn) ?? []
      const { puts } = await firehose()
      try {
        const { refused } = await puts.put({ account, region }, name, [data])
        return refused === 0 ? 'done' : 'throttled'
      } catch (error) {
        if (hasCode(error, 'FIREHOSE_SLOW_DOWN')) return 'throttled'
        if (hasCode(error, 'FIREHOSE_NOT_FOUND') || hasCode(error, 'FIREHOSE_PUT_REFUSED')) return 'missing'
        throw error
      }
    },
  }
}
