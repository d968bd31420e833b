import type { HttpClient } from '../../../http-client/index.ts'
import type { Delivery, Destination, FailedRecord, SinkRecord } from '../destination.ts'
import { allFailed, type Failure } from '../failed-records.ts'
import { httpFailure } from '../http-failure.ts'
import { type BulkItem, readBulkAnswer } from './bulk-answer.ts'
import { type BulkAction, bulkBody, looksLikeObject } from './bulk-body.ts'
import type { DocumentIds } from './document-ids.ts'
import { type IndexRotationPeriod, indexNameAt } from './index-name.ts'

export interface OpenSearchParts {
  readonly http: HttpClient
  /** Of the cluster, with a user and a password if it wants them. */
  readonly url: string
  readonly index: string
  readonly rotation: IndexRotationPeriod
  readonly type: string | undefined
  /** Undefined: the server makes the ids, and a record that is delivered twice is there twice. */
  readonly ids: DocumentIds | undefined
  /** What codes of failures begin with: `OS` or `ES`. */
  readonly codePrefix: string
}

/** AWS does not document its own. */
const answerMs = 60_000
/**
 * Of documents in one request: hashed and copied in one turn of the event loop, some 10 ms. The smallest domains of AWS take
 * 10 MiB (https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html).
 */
const bulkBytesMax = 4 * 1024 * 1024
const documentsMax = 5000
/** Some 3,000 bytes for each document that is refused. */
const answerBytesMax = 16 * 1024 * 1024

/** Documents into indexes of OpenSearch or Elasticsearch. Each document is confirmed on its own. */
export class OpenSearch implements Destination {
  readonly #parts: OpenSearchParts
  readonly #url: string

  constructor(parts: OpenSearchParts) {
    this.#parts = parts
    const url = new URL(parts.url)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/_bulk`
    url.search = '?filter_path=items.*.status,items.*.error.type,items.*.error.reason'
    this.#url = url.href
  }

  /** Requests follow one another. One that fails as a whole ends the attempt: the next would fare no better. */
  async deliver({ records, signal }: Delivery): Promise<readonly FailedRecord[]> {
    const failed: FailedRecord[] = []
    const idOf = this.#parts.ids?.forAttempt()
    for (const [first, end] of bulksOf(records)) {
      const actions = records.slice(first, end).map((record) => this.#actionOf(record, idOf?.(record)))
      const outcome = await this.#send(actions, first, signal)
      if ('code' in outcome) return [...failed, ...allFailed(records, outcome, first)]
      failed.push(...outcome)
    }
    return failed
  }

  async close(): Promise<void> {}

  #actionOf({ data, arrivalMs }: SinkRecord, id: string | undefined): BulkAction {
    const { index, rotation, type } = this.#parts
    return { index: indexNameAt(index, rotation, arrivalMs), type, id, document: data }
  }

  /** @param first the place of the first action in the delivery */
  async #send(
    actions: readonly BulkAction[],
    first: number,
    signal: AbortSignal,
  ): Promise<FailedRecord[] | Failure> {
    const failed: FailedRecord[] = []
    const sent: number[] = []
    for (const [i, action] of actions.entries()) {
      if (looksLikeObject(action.document)) sent.push(i)
      else failed.push(refused(action, first + i, notSent))
    }
    if (sent.length === 0) return failed
    const bulk = sent.map((i) => actions[i]!)
    const items = await this.#bulk(bulk, signal)
    if ('code' in items) return items
    for (const [k, item] of items.entries()) {
      if (item.reason !== undefined) failed.push(refused(bulk[k]!, first + sent[k]!, item))
    }
    return failed
  }

  async #bulk(actions: readonly BulkAction[], signal: AbortSignal): Promise<BulkItem[] | Failure> {
    const { http, codePrefix } = this.#parts
    try {
      const { status, body } = await http.request({
        url: this.#url,
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', accept: 'application/json' },
        body: bulkBody(actions),
        timeoutMs: answerMs,
        answerBytesMax,
        signal,
      })
      const items = status === 200 ? readBulkAnswer(body, actions.length) : undefined
      return items ?? refusedWhole(status, body)
    } catch (error) {
      return httpFailure(error, {
        timedOut: `${codePrefix}.RequestTimeout`,
        answerTooLarge: `${codePrefix}.ServiceException`,
        unreachable: `${codePrefix}.ServiceException`,
      })
    }
  }
}

/** Where each request begins and ends. */
function* bulksOf(records: readonly SinkRecord[]): Generator<[first: number, end: number]> {
  let first = 0
  let size = 0
  for (const [i, { data }] of records.entries()) {
    if (i > first && (size + data.length > bulkBytesMax || i - first === documentsMax)) {
      yield [first, i]
      first = i
      size = 0
    }
    size += data.length
  }
  if (first < records.length) yield [first, records.length]
}

const notSent: BulkItem = { status: 400, reason: 'The record is no JSON object. It was not sent.' }

function refused(
  { index, id, type }: BulkAction,
  at: number,
  { status, reason = '' }: BulkItem,
): FailedRecord {
  return {
    index: at,
    code: String(status),
    message: reason,
    retryable: status === 429 || status >= 500,
    details: {
      ...(id !== undefined && { esDocumentId: id }),
      esIndexName: index,
      ...(type !== undefined && { esTypeName: type }),
    },
  }
}

const answerTextMax = 1000

/** What is wrong with the access or the name of a cluster can be mended while records are tried again. */
function refusedWhole(status: number, body: Buffer): Failure {
  const message = `The cluster answered ${status}: ${body.subarray(0, answerTextMax)}`
  return { code: String(status), message, retryable: status !== 400 && status !== 413 }
}
