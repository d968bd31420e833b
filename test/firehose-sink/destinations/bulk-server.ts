import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf } from './destination-world.ts'

interface Document {
  readonly index: string
  readonly id: string | undefined
  readonly source: unknown
}

/**
 * The `_bulk` of OpenSearch, as its documentation has it: two lines a document, each with an outcome of its own, a whole
 * request refused for what cannot be read. `filter_path` is honoured in the form that is used here.
 */
export class BulkServer {
  readonly documents: Document[] = []
  readonly authorizations: (string | undefined)[] = []
  requests = 0
  /** The status of the outcome of a document, 201 if it is not named. */
  outcome: (source: { n?: number }) => number = () => 201
  #ids = 0

  readonly handle = async (request: IncomingMessage, response: ServerResponse) => {
    this.requests++
    this.authorizations.push(request.headers.authorization)
    const url = new URL(String(request.url), 'http://host')
    const body = (await bodyOf(request)).toString()
    response.setHeader('content-type', 'application/json')
    if (url.pathname !== '/_bulk' || request.headers['content-type'] !== 'application/x-ndjson')
      return response.writeHead(404).end('{}')
    const lines = body.split('\n')
    if (lines.pop() !== '' || lines.length % 2 !== 0 || lines.includes(''))
      return response.writeHead(400).end('{"error":{"type":"illegal_argument_exception"},"status":400}')
    const items = []
    for (let i = 0; i < lines.length; i += 2) items.push({ index: this.#index(lines[i]!, lines[i + 1]!) })
    return response.end(JSON.stringify({ items }))
  }

  #index(action: string, line: string) {
    const { _index: index, _id: id } = JSON.parse(action).index
    let source: { n?: number }
    try {
      source = JSON.parse(line)
    } catch {
      return { status: 400, error: { type: 'mapper_parsing_exception', reason: 'failed to parse' } }
    }
    const status = this.outcome(source)
    if (status >= 300) return { status, error: { type: 'some_exception', reason: 'no' } }
    const document = { index, id: id ?? `own-${this.#ids++}`, source }
    const there = this.documents.findIndex((one) => one.index === index && one.id === document.id)
    if (there >= 0) this.documents[there] = document
    else this.documents.push(document)
    return { status: there >= 0 ? 200 : status }
  }
}
