import type { RequestListener } from 'node:http'
import type { Server } from 'node:net'
import { ManualClock } from '../../src/base/index.ts'
import { HttpClient, type HttpClientOptions, type HttpRequest } from '../../src/http-client/index.ts'
import { TestServers } from './test-servers.ts'

/** A client on a clock that stands still, and real servers on loopback. */
export class ClientWorld {
  readonly clock = new ManualClock()
  readonly #servers = new TestServers()
  #client = new HttpClient({ clock: this.clock, allowPrivateAddresses: true })

  get connections(): number {
    return this.#servers.connections
  }

  limit(options: Partial<HttpClientOptions>): void {
    this.#client.close()
    this.#client = new HttpClient({ clock: this.clock, allowPrivateAddresses: true, ...options })
  }

  request(url: string, options: Partial<HttpRequest> = {}) {
    return this.#client.request({ url, method: 'GET', timeoutMs: 10_000, answerBytesMax: 65_536, ...options })
  }

  serve(handle: RequestListener): Promise<string> {
    return this.#servers.serve(handle)
  }

  listen(server: Server, protocol?: string): Promise<string> {
    return this.#servers.listen(server, protocol)
  }

  async close(): Promise<void> {
    this.#client.close()
    await this.#servers.close()
  }
}
