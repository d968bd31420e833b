import type { Server as Http1Server } from 'node:http'
import type { Http2Server, ServerHttp2Session } from 'node:http2'
import net from 'node:net'
import type { TLSSocket, Server as TlsServer } from 'node:tls'
import type { Logger } from '../base/index.ts'
import { protocolOf } from './first-bytes.ts'
import type { HttpLimits } from './http-limits.ts'
import { SilenceWatch } from './silence-watch.ts'

export interface PortServerOptions {
  readonly http1: Http1Server
  /** Made at the first connection that needs it, as is `tls`: most servers never see one of the two. */
  readonly http2: () => Promise<Http2Server>
  readonly tls: () => Promise<TlsServer>
  readonly limits: HttpLimits
  readonly logger: Logger
}

/**
 * One port for HTTP/1.1, HTTP/2 with prior knowledge, and both inside TLS. Accepts the connections, looks at their
 * first bytes and hands each to the server that speaks its protocol; those servers do not listen themselves.
 */
export class PortServer {
  /** What listens. Give it to whoever calls `listen` and `close` (fastify). */
  readonly server: net.Server
  readonly #options: PortServerOptions
  readonly #connections = new Set<net.Socket>()
  readonly #greeting = new Set<net.Socket>()
  readonly #sessions = new Set<ServerHttp2Session>()
  readonly #silence: SilenceWatch
  #http2: Promise<Http2Server> | undefined
  #tls: Promise<TlsServer> | undefined
  #draining = false

  constructor(options: PortServerOptions) {
    this.#options = options
    this.#silence = new SilenceWatch(options.limits.silenceMs)
    this.server = net.createServer({ noDelay: true, pauseOnConnect: true }, (socket) => this.#greet(socket))
    this.server.maxConnections = options.limits.connectionsMax
    /* node:http starts its check for slow heads when it hears that it listens. */
    this.server.once('listening', () => options.http1.emit('listening'))
  }

  get connections(): number {
    return this.#connections.size
  }

  /**
   * Ends every connection as soon as nothing is under way on it, and cuts the rest off after `drainMs`. New ones are
   * not this one's matter: the caller has closed `server`, or is about to.
   */
  drain(): void {
    this.#draining = true
    for (const socket of this.#greeting) socket.destroy()
    for (const session of this.#sessions) session.close()
    this.#options.http1.closeIdleConnections()
    this.#options.http1.close()
    const deadline = setTimeout(() => {
      for (const socket of this.#connections) socket.destroy()
    }, this.#options.limits.drainMs)
    this.server.once('close', () => {
      clearTimeout(deadline)
      this.#silence.stop()
    })
  }

  #greet(socket: net.Socket): void {
    this.#connections.add(socket)
    this.#silence.add(socket)
    this.#greeting.add(socket)
    const timer = setTimeout(() => socket.destroy(), this.#options.limits.greetingMs)
    socket.on('close', () => {
      clearTimeout(timer)
      this.#connections.delete(socket)
      this.#greeting.delete(socket)
    })
    /* A reset connection is the client's business; without a listener it would end the process. */
    socket.on('error', () => socket.destroy())
    const look = () => {
      const firstBytes: Buffer | null = socket.read()
      if (firstBytes === null) return
      socket.unshift(firstBytes)
      const protocol = protocolOf(firstBytes)
      if (protocol === 'undecided') return
      clearTimeout(timer)
      socket.off('readable', look)
      this.#greeting.delete(socket)
      this.#handOver(socket, protocol)
    }
    socket.on('readable', look)
  }

  #handOver(socket: net.Socket, protocol: 'tls' | 'http1' | 'http2'): void {
    if (this.#draining) socket.destroy()
    else if (protocol === 'http1') this.#options.http1.emit('connection', socket)
    else if (protocol === 'http2') void this.#startHttp2(socket)
    else void this.#startTls(socket)
  }

  async #startHttp2(socket: net.Socket): Promise<void> {
    this.#http2 ??= this.#makeHttp2()
    const http2 = await this.#http2
    if (!socket.destroyed) http2.emit('connection', socket)
  }

  async #startTls(socket: net.Socket): Promise<void> {
    this.#tls ??= this.#makeTls()
    try {
      const tls = await this.#tls
      if (!socket.destroyed) tls.emit('connection', socket)
    } catch (error) {
      this.#tls = undefined
      this.#options.logger.error({ err: error }, 'no certificate for TLS: the connection is closed')
      socket.destroy()
    }
  }

  async #makeHttp2(): Promise<Http2Server> {
    const http2 = await this.#options.http2()
    http2.on('session', (session) => this.#track(session))
    return http2
  }

  async #makeTls(): Promise<TlsServer> {
    const tls = await this.#options.tls()
    tls.on('secureConnection', (socket: TLSSocket) => {
      socket.on('error', () => socket.destroy())
      this.#handOver(socket, socket.alpnProtocol === 'h2' ? 'http2' : 'http1')
    })
    return tls
  }

  #track(session: ServerHttp2Session): void {
    this.#sessions.add(session)
    session.on('close', () => this.#sessions.delete(session))
    if (this.#draining) session.close()
  }
}
