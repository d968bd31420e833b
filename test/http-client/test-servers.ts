import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Real servers on loopback. */
export class TestServers {
  /** Connections that they have taken. */
  connections = 0
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()

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
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }
}
