import { headSizeMax } from '../http-limits.ts'
import { lengthOf } from '../request-headers.ts'

/** What every call of an AWS client begins with. */
export const startLine = Buffer.from('POST / HTTP/1.1\r\n')

const headEnd = Buffer.from('\r\n\r\n')
const lineEnd = '\r\n'

/** An empty line, for a client that ends lines in a way of its own: it waits for an answer, which is a refusal. */
const otherHeadEnds = [Buffer.from('\n\n'), Buffer.from('\n\r\n')]

/** An SDK sends ten to twenty. node:http refuses very many, how many depends on its version. */
const headersMax = 100

/* Source: RFC 9112, 5 and RFC 9110, 5.6.2: a name is a token, right before its colon; the value is visible ASCII, spaces and tabs. */
const headerLines = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e]*\r\n)+$/

/** What changes how the request is read or answered, or is told in another form. */
const unusualNames: ReadonlySet<string> = new Set([
  '__proto__',
  'expect',
  'origin',
  'proxy-connection',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export interface RequestHead {
  readonly headers: Record<string, string>
  /** Of the body, in bytes. */
  readonly contentLength: number
  /** Of the head, with the empty line behind it. */
  readonly size: number
}

/**
 * Reads the head of a request that `bytes` begin with, if it is what AWS clients send: `POST /`, each header once and
 * in plain ASCII, a body of an announced size. `unusual` for any other, any doubt included: node:http has the
 * last word on what is HTTP. `partial` while its end has not come.
 */
export function readRequestHead(bytes: Buffer): RequestHead | 'partial' | 'unusual' {
  const start = Math.min(bytes.length, startLine.length)
  if (bytes.compare(startLine, 0, start, 0, start) !== 0) return 'unusual'
  const end = bytes.indexOf(headEnd)
  const size = end + headEnd.length
  if (end === -1) return isPartial(bytes) ? 'partial' : 'unusual'
  if (size > headSizeMax || end < startLine.length) return 'unusual'
  const lines = bytes.toString('latin1', startLine.length, end + lineEnd.length)
  const headers = headerLines.test(lines) ? readHeaders(lines) : undefined
  if (headers === undefined || headers.host === undefined) return 'unusual'
  const { 'content-length': length = '' } = headers
  const contentLength = lengthOf(length)
  return contentLength === undefined ? 'unusual' : { headers, contentLength, size }
}

function isPartial(bytes: Buffer): boolean {
  return bytes.length < headSizeMax && !otherHeadEnds.some((end) => bytes.includes(end))
}

/** @returns undefined for too many, and for one that is there twice or is unusual */
function readHeaders(lines: string): Record<string, string> | undefined {
  const headers: Record<string, string> = Object.create(null)
  let count = 0
  for (let at = 0; at < lines.length; count++) {
    if (count === headersMax) return undefined
    const colon = lines.indexOf(':', at)
    const end = lines.indexOf(lineEnd, colon)
    const name = lines.slice(at, colon).toLowerCase()
    const value = lines.slice(colon + 1, end).trim()
    if (unusualNames.has(name) || headers[name] !== undefined) return undefined
    if (name === 'connection' && value.toLowerCase() !== 'keep-alive') return undefined
    headers[name] = value
    at = end + lineEnd.length
  }
  return headers
}
