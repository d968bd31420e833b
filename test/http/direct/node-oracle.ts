import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { duplexPair } from 'node:stream'
import type { Api } from '../../../src/api/index.ts'
import { silentLogger, systemClock, systemRandom } from '../../../src/base/index.ts'
import { AwsEndpoint } from '../../../src/http/aws-endpoint.ts'
import { defaultHttpLimits } from '../../../src/http/http-limits.ts'
import { makeHttp1Server } from '../../../src/http/inner-servers.ts'
import { NodeCall } from '../../../src/http/node-call.ts'
import { RequestIds } from '../../../src/http/request-ids.ts'
import { RequestMetrics } from '../../../src/http/request-metrics.ts'

/** A server that gives every request to `api` by way of node:http: what the direct connection has to equal. */
export async function startNodeServer(api: Api): Promise<{ port: number } & AsyncDisposable> {
  const ids = new RequestIds(systemRandom)
  const limits = defaultHttpLimits
  const endpoint = new AwsEndpoint({
    ...{ api, ids, limits, clock: systemClock, logger: silentLogger },
    ...{ metrics: new RequestMetrics(() => undefined), origins: 'loopback' as const },
  })
  const server = makeHttp1Server({
    handler: (request, response) => void endpoint.serve(new NodeCall(request, response)),
    limits,
    newRequestId: () => ids.requestId(),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    endpoint.stop()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: close }
}

/** How node:http reads one request, or `refused`. */
export type NodeReading =
  | 'refused'
  | { method: string; url: string; headers: http.IncomingHttpHeaders; bodySize: number; keepsAlive: boolean }

/** @param request whole, with its body */
export async function readByNode(request: Buffer, maxHeaderSize: number): Promise<NodeReading> {
  const server = http.createServer({ maxHeaderSize })
  const [client, connection] = duplexPair()
  const reading = new Promise<NodeReading>((resolve) => {
    server.on('clientError', () => resolve('refused'))
    server.on('request', async (incoming, response) => {
      const body = Buffer.concat(await incoming.toArray())
      const { method = '', url = '', headers } = incoming
      resolve({ method, url, headers, bodySize: body.length, keepsAlive: response.shouldKeepAlive })
    })
  })
  server.emit('connection', connection)
  client.on('error', () => undefined).write(request)
  const read = await reading
  client.destroy()
  connection.destroy()
  return read
}
