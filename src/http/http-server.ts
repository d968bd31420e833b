import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import type { Api } from '../api/index.ts'
import type { Clock, Logger, Random } from '../base/index.ts'
import { AwsEndpoint } from './aws-endpoint.ts'
import type { AllowedOrigins } from './cross-origin.ts'
import { listenError } from './errors.ts'
import { defaultHttpLimits, type HttpLimits } from './http-limits.ts'
import { httpMetrics } from './http-metrics.ts'
import { makeHttp1Server, makeHttp2Server, makeTlsServer, type TlsCertificate } from './inner-servers.ts'
import type { Page } from './page.ts'
import { PortServer } from './port-server.ts'
import { processMetrics } from './process-metrics.ts'
import { gauge, type Metric } from './prometheus-text.ts'
import { RequestIds } from './request-ids.ts'
import { type OperationOf, RequestMetrics } from './request-metrics.ts'
import { makeHandler } from './routing.ts'

export interface HttpServerOptions {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
  readonly api: Api
  /** What /metrics counts by name. */
  readonly operationOf: OperationOf
  /** Undefined while all is well, else what is wrong: for GET /health. */
  readonly failure: () => Error | undefined
  /** What the layers below have counted: for GET /metrics, behind what HTTP counts itself. */
  readonly metrics: () => Promise<readonly Metric[]>
  /** What is fetched by its path. */
  readonly pages?: readonly Page[]
  /** Asked for at the first TLS connection; after a failure again at the next. */
  readonly certificate: () => Promise<TlsCertificate>
  readonly origins?: AllowedOrigins
  readonly limits?: Partial<HttpLimits>
  /** Memory for bodies that is used first: in which services read them where they are, and may write up to 64 bytes behind them. */
  readonly bodyPlace?: Buffer
  /** For the bounds on how long clients take, and how long answers took. */
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

export interface HttpServer {
  readonly port: number
  /**
   * Accepts no more, lets what is under way come to its end for `drainMs` at most, then cuts it off. Resolves when
   * no connection is left. Calling it again is the same call.
   */
  close(): Promise<void>
}

/** @throws CodedError HTTP_PORT_IN_USE, HTTP_PORT_FORBIDDEN, HTTP_ADDRESS_UNAVAILABLE */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const limits = { ...defaultHttpLimits, ...options.limits }
  const ids = new RequestIds(options.random)
  const metrics = new RequestMetrics(options.operationOf)
  const { api, clock, logger, origins = 'loopback', bodyPlace } = options
  const endpoint = new AwsEndpoint({ api, clock, ids, limits, logger, metrics, origins, bodyPlace })

  const handler = makeHandler(endpoint, {
    failure: options.failure,
    pages: options.pages ?? [],
    metrics: async () => [
      ...httpMetrics(metrics),
      gauge('millrace_http_connections', 'Open connections.', port.connections),
      gauge('millrace_http_requests_under_way', 'Requests not answered yet.', endpoint.requestsUnderWay),
      gauge('millrace_http_streams', 'Answers under way that are streams.', endpoint.streamsUnderWay),
      gauge('millrace_http_body_memory_bytes', 'Memory that request bodies hold.', endpoint.bodyMemoryUsed),
      ...(await options.metrics()),
      ...processMetrics(),
    ],
  })
  const inner = { handler, limits, newRequestId: () => ids.requestId() }
  const port = new PortServer({
    http1: makeHttp1Server(inner),
    http2: () => makeHttp2Server(inner),
    tls: async () => makeTlsServer(await options.certificate(), limits),
    serve: (call) => endpoint.serve(call),
    newRequestId: inner.newRequestId,
    clock,
    limits,
    logger,
  })
  const listening = await listen(port.server, options)
  const close = async () => {
    endpoint.stop()
    await port.drain()
  }
  let closed: Promise<void> | undefined
  return {
    port: listening,
    close() {
      closed ??= close()
      return closed
    },
  }
}

/** @returns the port */
async function listen(
  server: Server,
  { host, port }: Pick<HttpServerOptions, 'host' | 'port'>,
): Promise<number> {
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (error) {
    throw listenError(error, host, port)
  }
  return (server.address() as AddressInfo).port
}
