import type { SinkRecord } from '../destinations/destination.ts'

/** What an event says of the delivery stream. */
export interface EventSource {
  readonly deliveryStreamArn: string
  readonly region: string
  /** Of the stream that the records come from, if they do. */
  readonly sourceKinesisStreamArn?: string
}

/** What an event has of a record beside its data: ids, times and names of members. */
const recordOverhead = 160

/** Bytes that a record takes in an event, or a few more. */
export function sizeInEvent({ data, position }: SinkRecord): number {
  return recordOverhead + position.length + 4 * Math.ceil(data.length / 3)
}

/** Of a record within its batch: AWS's are opaque. */
export function recordIdOf({ position }: SinkRecord, index: number): string {
  return `${position}-${index}`
}

/**
 * The event that a function gets, as JSON text. Put together by hand: base64 needs no escapes, and the whole has up to 6 MB.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesisfirehose.html
 */
export function lambdaEvent(
  source: EventSource,
  invocationId: string,
  records: readonly SinkRecord[],
): Buffer {
  const head = JSON.stringify({ invocationId, ...source })
  let text = `${head.slice(0, -1)},"records":[`
  let separator = ''
  for (const [index, record] of records.entries()) {
    const id = JSON.stringify(recordIdOf(record, index))
    text += `${separator}{"recordId":${id},"approximateArrivalTimestamp":${record.arrivalMs},"data":"${record.data.toString('base64')}"}`
    separator = ','
  }
  return Buffer.from(`${text}]}`)
}
