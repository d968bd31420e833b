/*
 * The load over HTTP/2, as the SDKs for JavaScript and Java put it on Kinesis: two sessions share `connections` streams, one request in
 * flight on each. A process of its own; what it takes and prints is load-client.ts's.
 *
 *   node bench/lib/http2-client.ts '<LoadSpec as JSON>'
 */
import { readFileSync } from 'node:fs'
import { connect, constants, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2'
import { unpackRequests } from './http-request.ts'
import type { LoadSpec } from './load.ts'
import { MeasuredWindow } from './measured-window.ts'

const sessionCount = 2
const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_STATUS } = constants

interface Request {
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

const spec = JSON.parse(process.argv[2] ?? '') as LoadSpec
const requests = unpackRequests(readFileSync(spec.requestsFile)).map(requestOf)
const sessions = Array.from({ length: sessionCount }, () => connect(`http://127.0.0.1:${spec.port}`))
const window = new MeasuredWindow(spec)
let next = 0
let stopping = false

await checkFirstAnswer()
const streams = Array.from({ length: spec.connections }, (_, i) => keepBusy(i))
console.log(JSON.stringify(await window.measure()))
stopping = true
await Promise.all(streams)
for (const session of sessions) session.close()

/** A request of HTTP/1.1 in the form of HTTP/2. */
function requestOf(bytes: Buffer): Request {
  const end = bytes.indexOf('\r\n\r\n')
  const headers: OutgoingHttpHeaders = { [HTTP2_HEADER_METHOD]: 'POST', [HTTP2_HEADER_PATH]: '/' }
  for (const line of bytes.toString('latin1', 0, end).split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (name !== 'host') headers[name] = line.slice(colon + 1).trim()
  }
  return { headers, body: bytes.subarray(end + 4) }
}

function send(session: number): Promise<{ status: unknown; body: string }> {
  const { headers, body } = requests[next++ % requests.length]!
  return new Promise((resolve, reject) => {
    const stream = sessions[session]!.request(headers)
    const pieces: Buffer[] = []
    let status: unknown
    stream.on('response', (answer: IncomingHttpHeaders) => {
      status = answer[HTTP2_HEADER_STATUS]
    })
    stream.on('data', (piece: Buffer) => pieces.push(piece))
    stream.on('end', () => resolve({ status, body: Buffer.concat(pieces).toString('latin1') }))
    stream.on('error', reject)
    stream.end(body)
  })
}

async function checkFirstAnswer(): Promise<void> {
  const { status, body } = await send(0)
  const { FailedRecordCount = 0, Records } = JSON.parse(body) as {
    FailedRecordCount?: number
    Records?: unknown[]
  }
  if (status !== 200 || FailedRecordCount !== 0 || (Records?.length ?? 1) !== spec.recordsPerRequest)
    throw new Error(`not the answer expected: ${status} ${body.slice(0, 500)}`)
}

async function keepBusy(stream: number): Promise<void> {
  while (!stopping) {
    const startedMs = performance.now()
    const { status, body } = await send(stream % sessionCount)
    window.answered(startedMs)
    if (status !== 200) window.failed(`${status}: ${body.slice(0, 500)}`)
  }
}
