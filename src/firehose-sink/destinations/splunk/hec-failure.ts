import type { Failure } from '../failed-records.ts'

/**
 * What AWS calls the answers of Splunk's HTTP Event Collector, by their `code`.
 * Sources: https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector and
 * https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html, "Splunk data delivery errors"
 */
const byHecCode: Readonly<Record<number, string>> = {
  1: 'Splunk.DisabledToken',
  2: 'Splunk.InvalidToken',
  3: 'Splunk.InvalidToken',
  4: 'Splunk.InvalidToken',
  5: 'Splunk.InvalidDataFormat',
  6: 'Splunk.InvalidDataFormat',
  7: 'Splunk.InvalidIndex',
  9: 'Splunk.IndexerBusy',
  12: 'Splunk.InvalidDataFormat',
  13: 'Splunk.InvalidDataFormat',
  14: 'Splunk.DisabledAck',
}

const answerTextMax = 1000

/** Of an answer that takes nothing in. Data that is refused now will be refused again; all else can be mended meanwhile. */
export function hecFailure(status: number, body: Buffer, hecCode: unknown): Failure {
  const code = codeOf(status, hecCode)
  return {
    code,
    message: `Splunk answered ${status}: ${body.subarray(0, answerTextMax)}`,
    retryable: code !== 'Splunk.InvalidDataFormat' && status !== 413,
  }
}

function codeOf(status: number, hecCode: unknown): string {
  const known = byHecCode[Number(hecCode)]
  if (known !== undefined) return known
  if (status === 404) return 'Splunk.URLNotFound'
  if (status === 413) return 'Splunk.ServerError.ContentTooLarge'
  return 'Splunk.ServerError'
}
