import type { Server as Http1Server } from 'node:http'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
} from 'fastify'
import { assert } from '../base/index.ts'
import type { AwsEndpoint } from './aws-endpoint.ts'
import type { RawHandler } from './inner-servers.ts'
import { NodeCall } from './node-call.ts'
import type { PortServer } from './port-server.ts'
import { type Metric, prometheusContentType, prometheusText } from './prometheus-text.ts'

/**
 * fastify routes what operators ask and what comes to odd paths. `POST /`, which is every call of an AWS client, goes
 * to the endpoint without the detour: fastify took about 24 us of 122 a request in a (noisy) comparison of transports.
 */
export function makeApp(
  endpoint: AwsEndpoint,
  makePort: (handler: RawHandler) => PortServer,
): FastifyInstance {
  const app = Fastify({
    logger: false,
    exposeHeadRoutes: true,
    serverFactory: (route) => {
      const handler: RawHandler = (request, response) => {
        if (request.method === 'POST' && request.url === '/')
          void endpoint.serve(new NodeCall(request, response))
        else (route as RawHandler)(request, response)
      }
      /* fastify is told of a node:http server; of it, it uses what every net.Server has. */
      return makePort(handler).server as unknown as Http1Server
    },
    schemaController: { compilersFactory: noSchemas },
    routerOptions: { maxParamLength: 64 * 1024 },
    /* A path that cannot be decoded, too, is the API's to refuse. */
    frameworkErrors: (_error, request, reply) => takeOver(endpoint, request, reply),
  })
  addAwsRoutes(app, endpoint)
  return app
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
  const onRequest = dropBody
  app.get('/health', { onRequest }, async (_request, reply) => {
    const error = failure()
    if (error === undefined) return { status: 'ok' }
    return reply.code(503).send({ status: 'failed', error: error.message })
  })
  app.get('/metrics', { onRequest }, async (_request, reply) => {
    return reply.type(prometheusContentType).send(prometheusText(metrics()))
  })
}

/** Over HTTP/2 a body that nobody reads is held until the stream ends. */
const dropBody: onRequestHookHandler = (request, _reply, done) => {
  request.raw.resume()
  done()
}

/**
 * All that is no operator's is AWS's. The endpoint takes a request over before fastify looks at its body or its
 * content type: it would refuse in its own words what AWS refuses in others.
 */
function addAwsRoutes(app: FastifyInstance, endpoint: AwsEndpoint): void {
  const onRequest: onRequestHookHandler = (request, reply) => takeOver(endpoint, request, reply)
  app.all('/', { onRequest }, neverReached)
  app.all('/*', { onRequest }, neverReached)
  app.setNotFoundHandler((request, reply) => takeOver(endpoint, request, reply))
}

function takeOver(endpoint: AwsEndpoint, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  void endpoint.serve(new NodeCall(request.raw, reply.raw))
}

function neverReached(): never {
  assert(false, 'a request that was taken over came back')
}
