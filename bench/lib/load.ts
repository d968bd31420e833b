import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/**
 * `requests` sends each request of the file in turn, `http2` does so over HTTP/2; `queue` goes through cycles of send, receive and delete; `records` speaks the
 * protocols of other servers than those of AWS.
 */
export type LoadClient = 'requests' | 'http2' | 'queue' | 'records'

const clients: Readonly<Record<LoadClient, string>> = {
  requests: fileURLToPath(new URL('./load-client.ts', import.meta.url)),
  http2: fileURLToPath(new URL('./http2-client.ts', import.meta.url)),
  queue: fileURLToPath(new URL('./queue-client.ts', import.meta.url)),
  records: fileURLToPath(new URL('../peers/records/record-client.ts', import.meta.url)),
}

export interface LoadSpec {
  port: number
  /** The server's process, whose CPU and memory are measured. */
  pid: number
  connections: number
  /** As `packRequests` makes it. Sent in turn, from the start again after the last. */
  requestsFile: string
  /** Records that one request puts or gets: the first answer must have as many. */
  recordsPerRequest: number
  /** For a server that closes each behind its answer. */
  connectionPerRequest?: boolean
  /** Answers before the measured window begins. */
  warmupRequests: number
  windowMs: number
}

/** What happened between the two ends of the measured window. */
export interface LoadResult {
  requests: number
  /** Answers that were not 200, or not of the length of a good one. */
  failures: number
  /** What the first of them was answered. */
  firstFailure: string
  windowMs: number
  serverMicros: number
  clientMicros: number
  peakRssBytes: number
  p50Ms: number
  p99Ms: number
  maxMs: number
}

/** Runs the load client in a process of its own. @throws Error when any answer was not the one expected */
export async function runLoad(spec: LoadSpec, client: LoadClient = 'requests'): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [clients[client], JSON.stringify(spec)])
  const result = JSON.parse(stdout) as LoadResult
  if (result.failures > 0)
    throw new Error(
      `${result.failures} of ${result.requests} answers were bad, the first: ${result.firstFailure}`,
    )
  return result
}
