import type { Server as Http1Server } from 'node:http'
import Fastify, { type FastifyInstance, type onRequestHookHandler } from 'fastify'
import { assert } from '../base/index.ts'
import type { AwsEndpoint } from './aws-endpoint.ts'
import type { RawHandler } from './inner-servers.ts'
import type { PortServer } from './port-server.ts'
import { type Metric, prometheusContentType, prometheusText } from './prometheus-text.ts'

export function makeApp(makePort: (handler: RawHandler) => PortServer): FastifyInstance {
  return Fastify({
    logger: false,
    exposeHeadRoutes: true,
    /* fastify is told of a node:http server; of it, it uses what every net.Server has. */
    serverFactory: (handler) => makePort(handler as RawHandler).server as unknown as Http1Server,
    /* A path that cannot be decoded is the API's to refuse like any other. */
    schemaController: { compilersFactory: noSchemas },
    routerOptions: { maxParamLength: 64 * 1024 },
  })
}

/** No route has a schema. Without this fastify loads the compilers of schemas all the same: 25 ms of the start. */
const noSchemas = {
  buildValidator: () => neverReached,
  buildSerializer: () => neverReached,
}

/** What operators and their tools ask: is it well, and what does it do. */
export function addOperatorRoutes(
  app: FastifyInstance,
  failure: () => Error | undefined,
  metrics: () => Metric[],
): void {
  app.get('/health', async (_request, reply) => {
    const error = failure()
    if (error === undefined) return { status: 'ok' }
    return reply.code(503).send({ status: 'failed', error: error.message })
  })
  app.get('/metrics', async (_request, reply) => {
    return reply.type(prometheusContentType).send(prometheusText(metrics()))
  })
}

/**
 * All else is AWS's. The endpoint takes a request over before fastify looks at its body or its content type, as it
 * would refuse in its own words what AWS refuses in others, and collect bodies at more than the log's cost.
 */
export function addAwsRoute(app: FastifyInstance, endpoint: AwsEndpoint): void {
  const takeOver: onRequestHookHandler = (request, reply) => {
    reply.hijack()
    void endpoint.serve(request.raw, reply.raw)
  }
  app.all('/', { onRequest: takeOver }, neverReached)
  app.all('/*', { onRequest: takeOver }, neverReached)
}

function neverReached(): never {
  assert(false, 'a request that was taken over came back')
}
