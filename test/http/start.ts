import type { Api, ApiRequest } from '../../src/api/index.ts'
import { MemoryFileSystem, silentLogger, systemClock, systemRandom } from '../../src/base/index.ts'
import { type HttpServer, type HttpServerOptions, startHttpServer } from '../../src/http/index.ts'
import { ownCertificate } from '../../src/server/tls-certificate.ts'

/** What `echo` was asked. */
export interface Echo {
  method: string
  path: string
  target?: string
  size: number
  /** The first 20 bytes of the body, as latin1. */
  start: string
}

/** An API that says what it was asked. */
export const echo: Api = async ({ method, path, body, headers }: ApiRequest) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(
    JSON.stringify({
      method,
      path,
      target: headers['x-amz-target'],
      size: body.length,
      start: body.toString('latin1', 0, 20),
    }),
  ),
})

const certificates = new MemoryFileSystem()

/** A server on a free port of the loopback address, that ends with the test: `await using`. */
export async function startTestServer(
  options: Partial<HttpServerOptions> = {},
): Promise<HttpServer & AsyncDisposable> {
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    api: echo,
    operationOf: (target) =>
      target === 'Kinesis_20131202.PutRecord' ? { service: 'kinesis', operation: 'PutRecord' } : undefined,
    failure: () => undefined,
    metrics: async () => [],
    certificate: () => ownCertificate(certificates, '/tls', { nowMs: Date.now(), logger: silentLogger }),
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    ...options,
  })
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.close() })
}
