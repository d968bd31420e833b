import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import { ManualClock } from '../../src/base/index.ts'
import { HttpClient, type HttpClientOptions, type HttpRequest } from '../../src/http-client/index.ts'

/** A client on a clock that stands still, and real servers on loopback. */
export class ClientWorld {
  readonly clock = new ManualClock()
  /** Connections that the servers have taken. */
  connections = 0
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()
  #client = new HttpClient({ clock: this.clock, allowPrivateAddresses: true })

  limit(options: Partial<HttpClientOptions>): void {
    this.#client.close()
    this.#client = new HttpClient({ clock: this.clock, allowPrivateAddresses: true, ...options })
  }

  request(url: string, options: Partial<HttpRequest> = {}) {
    return this.#client.request({ url, method: 'GET', timeoutMs: 10_000, answerBytesMax: 65_536, ...options })
  }

  serve(handle: RequestListener): Promise<string> {
    return this.listen(createServer(handle))
  }

  /** @returns the server's URL */
  async listen(server: Server, protocol = 'http'): Promise<string> {
    server.on('connection', (socket: Socket) => {
      this.connections++
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
    })
    this.#servers.push(server)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#client.close()
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }
}
