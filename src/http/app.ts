import type { IncomingMessage } from 'node:http'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
} from 'fastify'
import { assert, inSlices } from '../base/index.ts'
import type { AwsEndpoint } from './aws-endpoint.ts'
import type { RawHandler } from './inner-servers.ts'
import { NodeCall } from './node-call.ts'
import type { Page } from './page.ts'
import { type Metric, prometheusContentType, prometheusText } from './prometheus-text.ts'

/** What is asked for by a path. For operators and their tools: is it well, and what does it do. */
export interface PathAnswers {
  /** Undefined while all is well. */
  readonly failure: () => Error | undefined
  readonly metrics: () => Promise<Metric[]>
  readonly pages: readonly Page[]
}

/** fastify routes what operators ask, pages and what comes to odd paths. It does not listen: its requests are handed to it. */
export async function makeApp(endpoint: AwsEndpoint, answers: PathAnswers): Promise<RawHandler> {
  const app = Fastify({
    logger: false,
    exposeHeadRoutes: true,
    schemaController: { compilersFactory: noSchemas },
    routerOptions: { maxParamLength: 64 * 1024 },
    /* A path that cannot be decoded, too, is the API's to refuse. */
    frameworkErrors: (_error, request, reply) => takeOver(endpoint, request, reply),
  })
  addOperatorRoutes(app, answers)
  for (const page of answers.pages) addPage(app, page, endpoint)
  addAwsRoutes(app, endpoint)
  await app.ready()
  return (request, response) => app.routing(request as IncomingMessage, response)
}

/** No route has a schema. Without this fastify loads the compilers of schemas all the same: 25 ms of the start. */
const noSchemas = {
  buildValidator: () => neverReached,
  buildSerializer: () => neverReached,
}

function addOperatorRoutes(app: FastifyInstance, { failure, metrics }: PathAnswers): void {
  const onRequest = dropBody
  app.get('/health', { onRequest }, async (_request, reply) => {
    const error = failure()
    if (error === undefined) return { status: 'ok' }
    return reply.code(503).send({ status: 'failed', error: error.message })
  })
  app.get('/metrics', { onRequest }, async (_request, reply) => {
    return reply.type(prometheusContentType).send(await inSlices(prometheusText(await metrics())))
  })
}

function addPage(app: FastifyInstance, { path, answer }: Page, endpoint: AwsEndpoint): void {
  app.get<{ Params: Record<string, string> }>(path, async (request, reply) => {
    const page = await answer(request.params)
    if (page === undefined) return takeOver(endpoint, request, reply)
    return reply.type(page.contentType).send(page.body)
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
  endpoint.serve(new NodeCall(request.raw, reply.raw))
}

function neverReached(): never {
  assert(false, 'a request that was taken over came back')
}
