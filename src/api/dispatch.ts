import { CodedError, type Logger, passOnBug } from '../base/index.ts'
import { AwsError, type ErrorEncoder, internalFailure, QueryErrors, validateInput } from '../wire/index.ts'
import { answerWithEvents } from './answer-events.ts'
import type { ApiRequest, ApiResponse, BodyParts } from './api-request.ts'
import { type Caller, statedCallers } from './caller.ts'
import { type ClosedService, isClosed } from './closed-service.ts'
import type { AnswerBody } from './operation.ts'
import { acceptPostOf } from './own-protocols.ts'
import { type Authorize, RequestCall } from './request-call.ts'
import { errorEncoderOf, routeRequest, targetOf, targetServiceOf } from './route.ts'
import type { Route, RoutedRequest } from './routed-request.ts'
import type { Service } from './service.ts'
import { ServiceDirectory } from './service-directory.ts'

export interface ApiOptions {
  readonly services: readonly (Service | ClosedService)[]
  /** The account of requests whose access key id is no account number. 12 digits. */
  readonly defaultAccount: string
  readonly logger: Logger
  /**
   * Says who is calling. Believes what the request states by default.
   * @throws AwsError MissingAuthenticationTokenException, IncompleteSignatureException and the like
   */
  identify?(request: ApiRequest): Caller
  /** Allows all by default. */
  authorize?: Authorize
}

/** Answers every request that comes to an AWS service. Never rejects: a failure is an answer too. */
export type Api = (request: ApiRequest) => Promise<ApiResponse>

export function createApi(options: ApiOptions): Api {
  const { defaultAccount, logger, authorize = allowAll } = options
  const { identify = statedCallers(defaultAccount) } = options
  const services = new ServiceDirectory(options.services)

  return api

  function api(request: ApiRequest): Promise<ApiResponse> {
    let route: Route | undefined
    /* No async function, which would be two promises more for each request. */
    try {
      const routed = routeRequest(request, services)
      if (isClosed(routed)) return openFor(request, routed)
      const { protocol } = routed
      route = routed.route
      const { action } = route.operation.access
      const call = new RequestCall(request, { caller: identify(request), protocol, action, authorize })
      const answered =
        route.operation.bytes?.(request, route.service.context, call) ??
        answer(request, route, call, failureOf)
      const complete = completionOf(request, routed)
      return answered.then(complete, (error: unknown) => failed(error, request, routed.route))
    } catch (error) {
      return Promise.resolve(failed(error, request, route))
    }
  }

  /** For the first request of a service, and those that come before it is open. */
  function openFor(request: ApiRequest, closed: ClosedService): Promise<ApiResponse> {
    return services.open(closed).then(
      () => api(request),
      (error: unknown) => failed(error, request, undefined),
    )
  }

  function failed(error: unknown, request: ApiRequest, route: Route | undefined): ApiResponse {
    const service = route?.service ?? targetServiceOf(request, services)
    const encoder = errorEncoderOf(request, service)
    const response = errorResponse(failureOf(error, request.requestId, route), encoder)
    const named = encoder instanceof QueryErrors ? withTarget(response, route) : response
    return withAcceptPost(named, acceptPostOf(request, service))
  }

  /** What the caller is told of an error. */
  function failureOf(error: unknown, requestId: string, route: Route | undefined): AwsError {
    passOnBug(error)
    const awsError = toAwsError(error, route?.service)
    if (awsError.status >= 500) {
      const operation = route?.operation.name
      logger.error({ err: error, requestId, operation }, 'a request failed in the server')
    }
    return awsError
  }
}

type FailureOf = (error: unknown, requestId: string, route: Route) => AwsError

async function answer(
  request: ApiRequest,
  route: Route,
  call: RequestCall,
  failureOf: FailureOf,
): Promise<ApiResponse> {
  const { service, operation, model } = route
  /* The model of the operation describes what `run` takes: the compiler cannot see it through the map of operations. */
  const input = call.protocol.decode(request.body, model.input) as never
  if (model.input !== undefined) {
    service.completeInput?.(input, request)
    const validate = service.validate ?? validateInput
    validate(input, model.input)
  }
  call.authorize(operation.access.resource(input, call.caller))
  service.admit?.(operation.name, input, call.caller)
  if (model.eventStream !== undefined) {
    /* Before the operation: a subscription that cannot be answered must not end the one before it. */
    if (request.holdStream?.() === false) throw tooManyStreams()
    const { requestId } = request
    return await answerWithEvents(route, model.eventStream, input, call, (error) =>
      failureOf(error, requestId, route),
    )
  }
  const body = operation.runToBody?.(input, service.context, call)
  if (body !== undefined) return bodyResponse(call.protocol.contentType, await body)
  const output = (await operation.run(input, service.context, call)) as object | undefined
  return response(200, call.protocol.contentType, call.protocol.encode(output, model.output))
}

/** What is added to the answer to a request; undefined for most, to which nothing is. */
function completionOf(
  request: ApiRequest,
  { route, protocol }: RoutedRequest,
): ((response: ApiResponse) => ApiResponse) | undefined {
  const acceptPost = acceptPostOf(request, route.service)
  if (protocol.name === 'query') return (response) => withAcceptPost(withTarget(response, route), acceptPost)
  return acceptPost === undefined ? undefined : (response) => withAcceptPost(response, acceptPost)
}

/** For a request in the Query protocol: all others name their target themselves. */
function withTarget(response: ApiResponse, route: Route | undefined): ApiResponse {
  if (route === undefined) return response
  return { ...response, target: targetOf(route.service.model, route.operation.name) }
}

function withAcceptPost(response: ApiResponse, acceptPost: string | undefined): ApiResponse {
  if (acceptPost === undefined) return response
  return { ...response, headers: { ...response.headers, 'accept-post': acceptPost } }
}

function toAwsError(error: unknown, service: Service | undefined): AwsError {
  if (error instanceof AwsError) return error
  const known = error instanceof CodedError ? service?.toAwsError?.(error) : undefined
  return known ?? internalFailure(error)
}

function errorResponse(error: AwsError, encoder: ErrorEncoder | undefined): ApiResponse {
  if (encoder === undefined) return { status: error.status, headers: {}, body: Buffer.from(xmlOf(error)) }
  const answer = response(error.status, encoder.contentType, encoder.encodeError(error))
  const { queryErrorHeader } = error
  if (queryErrorHeader === undefined || encoder instanceof QueryErrors) return answer
  return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': queryErrorHeader } }
}

/** For a request in no known protocol. Code and text are constants of ours, so there is nothing to escape. */
function xmlOf({ code, message }: AwsError): string {
  return message === '' ? `<${code}/>\n` : `<${code}>\n  <Message>${message}</Message>\n</${code}>\n`
}

function response(status: number, contentType: string, body: Buffer): ApiResponse {
  return { status, headers: { 'content-type': contentType }, body }
}

function bodyResponse(contentType: string, body: AnswerBody | BodyParts): ApiResponse {
  if ('parts' in body) return { status: 200, headers: { 'content-type': contentType }, body }
  const { bytes, release } = body
  const answer = response(200, contentType, bytes)
  return release === undefined ? answer : { ...answer, release }
}

const tooManyStreams = () =>
  new AwsError('ServiceUnavailable', 'Too many streams are under way. Try again later.', {
    status: 503,
    retryable: true,
  })

function allowAll(): void {}
