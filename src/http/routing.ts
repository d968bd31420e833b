import type { PathAnswers } from './app.ts'
import type { AwsEndpoint } from './aws-endpoint.ts'
import type { RawHandler } from './inner-servers.ts'
import { NodeCall } from './node-call.ts'

/**
 * `POST /`, which is every call of an AWS client, goes to the endpoint without the detour over fastify, which took about
 * 24 us of 122 a request in a (noisy) comparison of transports. fastify has the rest, and is loaded when something of
 * the rest is asked: it is a third of all modules, and of the time to the ready line.
 */
export function makeHandler(endpoint: AwsEndpoint, answers: PathAnswers): RawHandler {
  let app: Promise<RawHandler> | undefined
  return (request, response) => {
    if (request.method === 'POST' && request.url === '/') {
      return endpoint.serve(new NodeCall(request, response))
    }
    app ??= loadApp(endpoint, answers)
    void app.then((route) => route(request, response))
  }
}

async function loadApp(endpoint: AwsEndpoint, answers: PathAnswers): Promise<RawHandler> {
  const { makeApp } = await import('./app.ts')
  return await makeApp(endpoint, answers)
}
