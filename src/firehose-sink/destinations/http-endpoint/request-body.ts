import type { Slices } from '../../../base/index.ts'
import type { SinkRecord } from '../destination.ts'

const opening = '{"data":"'
const between = '"},'
const closing = '"}]}'

/** Bytes of the body that are made before others get a turn. */
const sliceBytes = 1024 * 1024

/**
 * `{"requestId":"…","timestamp":1578090901599,"records":[{"data":"aGVsbG8="},…]}`, in one buffer.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html, "Request format"
 */
export function* requestBody(
  requestId: string,
  timeMs: number,
  records: readonly SinkRecord[],
): Slices<Buffer> {
  const head = `{"requestId":"${requestId}","timestamp":${timeMs},"records":[`
  const body = Buffer.allocUnsafe(head.length + sizeOf(records))
  let position = body.write(head, 'latin1')
  let sliceEnd = position + sliceBytes
  for (let i = 0; i < records.length; i++) {
    position += body.write(opening, position, 'latin1')
    position += body.write(records[i]!.data.toString('base64'), position, 'latin1')
    position += body.write(i < records.length - 1 ? between : closing, position, 'latin1')
    if (position < sliceEnd) continue
    sliceEnd = position + sliceBytes
    yield
  }
  return body
}

function sizeOf(records: readonly SinkRecord[]): number {
  let size = closing.length - between.length
  for (const { data } of records) size += opening.length + 4 * Math.ceil(data.length / 3) + between.length
  return size
}
