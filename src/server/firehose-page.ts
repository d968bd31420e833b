import { inSlices, type Slices, slicesOf } from '../base/index.ts'
import type { DeliveryStatus, FirehoseSink } from '../firehose-sink/index.ts'
import type { Page } from '../http/index.ts'

/** Beside /metrics, and as that for whoever runs the server: of every account. No AWS service has such a path. */
const firehosePath = '/_millrace/firehose'

export interface FirehoseStatus {
  readonly deliveryStreams: readonly DeliveryStatus[]
}

/** A millisecond of this thread at the most. */
const streamsPerSlice = 100

/**
 * How far the delivery streams have come, which `millrace firehose status` shows.
 * @param firehose undefined while there are none
 */
export function firehosePage(firehose: () => FirehoseSink | undefined): Page {
  return {
    path: firehosePath,
    async answer() {
      return { contentType: 'application/json', body: await inSlices(statusText(firehose())) }
    },
  }
}

/** A FirehoseStatus in JSON. */
function* statusText(firehose: FirehoseSink | undefined): Slices<string> {
  const texts: string[] = []
  const sliceIsOver = slicesOf(streamsPerSlice)
  for (const stream of firehose?.status() ?? []) {
    texts.push(JSON.stringify(stream))
    if (sliceIsOver()) yield
  }
  return `{"deliveryStreams":[${texts.join(',')}]}\n`
}
