import type { SinkRecord } from '../destinations/destination.ts'
import type { Collected } from './each-record.ts'
import { recordIdOf } from './lambda-event.ts'

interface ResultRecord {
  readonly recordId: string
  readonly result: 'Ok' | 'Dropped' | 'ProcessingFailed'
  readonly data?: string
  readonly metadata?: { readonly partitionKeys?: Readonly<Record<string, string>> }
}

interface Problem {
  readonly code: string
  readonly message: string
}

/* Source of codes and texts: https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html, "Lambda invocation errors" */
const badResult: Problem = {
  code: 'Lambda.JsonProcessingException',
  message:
    'There was an error parsing returned records from the Lambda function. Ensure that the returned records follow the status model that is required by Amazon Data Firehose.',
}
const missing: Problem = {
  code: 'Lambda.MissingRecordId',
  message:
    'One or more record IDs were not returned. Ensure that the Lambda function returns all received record IDs.',
}
const duplicated: Problem = {
  code: 'Lambda.DuplicatedRecordId',
  message:
    'Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record IDs for each record.',
}
const failedStatus: Problem = {
  code: 'Lambda.ProcessingFailedStatus',
  message: 'ProcessingFailed status set for record',
}

/** @returns undefined for what is no answer of a transformation */
export function parseResult(answer: Buffer): readonly ResultRecord[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(answer.toString())
  } catch {
    return undefined
  }
  const records = (value as { records?: unknown } | null)?.records
  return Array.isArray(records) && records.every(isResultRecord) ? records : undefined
}

function isResultRecord(value: unknown): value is ResultRecord {
  if (typeof value !== 'object' || value === null) return false
  const { recordId, result, data } = value as Partial<ResultRecord>
  const isResult = result === 'Ok' || result === 'Dropped' || result === 'ProcessingFailed'
  return typeof recordId === 'string' && isResult && (result !== 'Ok' || isBase64(data))
}

/** Also without padding. What Buffer would skip over in silence is no base64. */
function isBase64(data: unknown): boolean {
  return typeof data === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(data)
}

/**
 * What becomes of the records of one batch. Their order stays, whatever that of the results.
 * @param fail is told of each that goes to the error output
 */
export function applyResult(
  records: readonly SinkRecord[],
  answer: Buffer,
  into: Collected['records'],
  fail: (record: SinkRecord, problem: Problem) => void,
): void {
  const results = parseResult(answer)
  if (results === undefined) {
    for (const record of records) fail(record, badResult)
    return
  }
  const byId = new Map<string, ResultRecord | 'twice'>()
  for (const result of results) byId.set(result.recordId, byId.has(result.recordId) ? 'twice' : result)
  for (const [index, record] of records.entries()) {
    const result = byId.get(recordIdOf(record, index))
    if (result === undefined) fail(record, missing)
    else if (result === 'twice') fail(record, duplicated)
    else if (result.result === 'ProcessingFailed') fail(record, failedStatus)
    else if (result.result === 'Ok') into.push(transformed(record, result))
  }
}

function transformed(record: SinkRecord, { data = '', metadata }: ResultRecord): SinkRecord {
  const keys = metadata?.partitionKeys
  const bytes = Buffer.from(data, 'base64')
  if (typeof keys !== 'object' || keys === null) return { ...record, data: bytes }
  const texts = Object.entries(keys).map(([key, value]) => [key, String(value)])
  return { ...record, data: bytes, partitionKeys: { ...record.partitionKeys, ...Object.fromEntries(texts) } }
}
