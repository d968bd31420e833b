import { once } from 'node:events'
import type { Server as Http1Server } from 'node:http'
import type { Http2Server, ServerHttp2Session } from 'node:http2'
import net from 'node:net'
import type { TLSSocket, Server as TlsServer } from 'node:tls'
import type { Clock, Logger } from '../base/index.ts'
import { Deadlines } from './deadlines.ts'
import { AnswerHeads } from './direct/answer-head.ts'
import { DirectConnection, type DirectConnectionParts } from './direct/direct-connection.ts'
import { HeadShapes } from './direct/head-shapes.ts'
import { startLine } from './direct/request-head.ts'
import { protocolOf } from './first-bytes.ts'
import type { HttpCall } from './http-call.ts'
import type { HttpLimits } from './http-limits.ts'
import { repeat } from './repeat.ts'
import { SilenceWatch } from './silence-watch.ts'

export interface PortServerOptions {
  readonly http1: Http1Server
  /** Made at the first connection that needs it, as is `tls`: most servers never see one of the two. */
  readonly http2: () => Promise<Http2Server>
  readonly tls: () => Promise<TlsServer>
  /** Answers the calls that need none of the servers above. */
  readonly serve: (call: HttpCall) => void
  readonly newRequestId: () => string
  readonly clock: Clock
  readonly limits: HttpLimits
  readonly logger: Logger
}

const noBytes: Buffer = Buffer.alloc(0)

/** How often a stop looks for HTTP/1.1 connections whose last answer has been sent. */
const idleCheckMs = 100

/**
 * One port for HTTP/1.1, HTTP/2 with prior knowledge, and both inside TLS. Accepts the connections, looks at their
 * first bytes and hands each to the server that speaks its protocol; those servers do not listen themselves.
 */
export class PortServer {
  /** What listens, once its `listen` is called. `drain` closes it. */
  readonly server: net.Server
  readonly #options: PortServerOptions
  readonly #connections = new Set<net.Socket>()
  readonly #greeting: Deadlines<net.Socket>
  readonly #sessions = new Set<ServerHttp2Session>()
  readonly #silence: SilenceWatch
  readonly #direct = new Set<DirectConnection>()
  readonly #slowHeads: Deadlines<DirectConnection>
  readonly #directParts: DirectConnectionParts
  #http2: Promise<Http2Server> | undefined
  #tls: Promise<TlsServer> | undefined
  #draining = false

  constructor(options: PortServerOptions) {
    this.#options = options
    const { clock, limits } = options
    this.#greeting = new Deadlines(clock, limits.greetingMs, (socket) => socket.destroy())
    this.#silence = new SilenceWatch(clock, limits.silenceMs)
    this.#slowHeads = new Deadlines(clock, limits.headMs, (connection) => connection.headIsTooSlow())
    this.#directParts = {
      serve: options.serve,
      http1: (connection) => options.http1.emit('connection', connection),
      heads: new AnswerHeads(clock),
      shapes: new HeadShapes(),
      slowHeads: this.#slowHeads,
      bodySizeMax: limits.bodySizeMax,
      newRequestId: options.newRequestId,
      closed: (connection) => this.#forget(connection),
    }
    this.server = net.createServer({ noDelay: true, pauseOnConnect: true }, (socket) => this.#greet(socket))
    this.server.maxConnections = limits.connectionsMax
    /* node:http starts its check for slow heads when it hears that it listens. */
    this.server.once('listening', () => options.http1.emit('listening'))
  }

  get connections(): number {
    return this.#connections.size
  }

  /**
   * Takes no more connections, and ends each as soon as nothing is under way on it. Those on which something still is
   * after `drainMs` are cut off. Resolves when none is left.
   */
  async drain(): Promise<void> {
    this.#draining = true
    const closed = once(this.server, 'close')
    this.server.close()
    for (const socket of this.#greeting.all()) socket.destroy()
    for (const session of this.#sessions) session.close()
    for (const connection of this.#direct) connection.endWhenIdle()
    const { clock, http1, limits } = this.#options
    http1.closeIdleConnections()
    const drained = new AbortController()
    void repeat(clock, idleCheckMs, drained.signal, () => http1.closeIdleConnections())
    void repeat(clock, limits.drainMs, drained.signal, () => {
      for (const socket of this.#connections) socket.destroy()
    })
    await closed
    drained.abort()
    this.#greeting.stop()
    this.#silence.stop()
    this.#slowHeads.stop()
    http1.close()
  }

  #greet(socket: net.Socket): void {
    this.#connections.add(socket)
    this.#silence.add(socket)
    this.#greeting.add(socket)
    socket.on('close', () => {
      this.#connections.delete(socket)
      this.#greeting.remove(socket)
      this.#silence.remove(socket)
    })
    /* A reset connection is the client's business; without a listener it would end the process. */
    socket.on('error', () => socket.destroy())
    let seen = noBytes
    const look = () => {
      const more: Buffer | null = socket.read()
      if (more === null) return
      seen = seen.length === 0 ? more : Buffer.concat([seen, more])
      const protocol = protocolOf(seen)
      if (protocol === 'undecided') return
      socket.off('readable', look)
      this.#greeting.remove(socket)
      const first = seen
      /* The other listeners hold what this one does, as long as the connection lasts. */
      seen = noBytes
      if (!this.#draining && first.indexOf(startLine) === 0) return this.#serveDirectly(socket, first)
      socket.unshift(first)
      this.#handOver(socket, protocol)
    }
    socket.on('readable', look)
  }

  #serveDirectly(socket: net.Socket, seen: Buffer): void {
    const connection = new DirectConnection(socket, this.#directParts)
    this.#track(socket, connection)
    connection.start(seen)
  }

  /**
   * From here on the connection's own socket is the one to watch and to close. Of an idle connection half of the memory
   * would be listeners: so there is one for its end, and none on the socket that it has come by.
   */
  #track(socket: net.Socket, connection: DirectConnection): void {
    const own = connection.socket
    if (own !== socket) {
      socket.removeAllListeners()
      this.#connections.delete(socket)
      this.#connections.add(own)
      this.#silence.remove(socket)
      this.#silence.add(own)
    }
    this.#direct.add(connection)
  }

  #forget(connection: DirectConnection): void {
    this.#connections.delete(connection.socket)
    this.#silence.remove(connection.socket)
    this.#direct.delete(connection)
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
    http2.on('session', (session) => this.#trackSession(session))
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

  #trackSession(session: ServerHttp2Session): void {
    this.#sessions.add(session)
    session.on('close', () => this.#sessions.delete(session))
    if (this.#draining) session.close()
  }
}
