import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const clientPath = fileURLToPath(new URL('./history-client.ts', import.meta.url))

export interface HistorySpec {
  readonly port: number
  readonly streamName: string
  readonly shardCount: number
  /** Reads by SubscribeToShard for this consumer; without it by GetRecords. */
  readonly consumerArn?: string
  /** The server's. */
  readonly limits: 'aws' | 'off'
}

/** What a consumer of history has read. */
export interface HistoryRead {
  /** Off the socket, base64 and heads included. */
  readonly bytes: number
  /** How often it came to the end of a shard. */
  readonly ends: number
  readonly ms: number
  /** CPU time of the client over the time it ran. */
  readonly cores: number
}

/** A consumer that reads history until it is stopped: history-client.ts. */
export class HistoryReader {
  readonly #child: ChildProcess
  readonly #output: Promise<string>

  constructor(spec: HistorySpec) {
    this.#child = spawn(process.execPath, [clientPath, JSON.stringify(spec)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#output = text(this.#child.stdout!)
  }

  async stop(): Promise<HistoryRead> {
    const exited = this.#child.exitCode === null ? once(this.#child, 'exit') : undefined
    this.#child.stdin!.end()
    await exited
    return JSON.parse(await this.#output) as HistoryRead
  }
}
