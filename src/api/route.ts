import { AwsError, type OperationModel, type Protocol, protocolOf, unknownOperation } from '../wire/index.ts'
import { type ApiRequest, headerOf } from './api-request.ts'
import type { Operation } from './operation.ts'
import type { Service } from './service.ts'

/** Where a request goes. */
export interface Route {
  readonly service: Service
  readonly model: OperationModel
  readonly operation: Operation<unknown>
}

/** The service and operation that X-Amz-Target names. @throws AwsError UnknownOperationException */
export function routeOf(request: ApiRequest, services: ReadonlyMap<string, Service>): Route {
  const target = headerOf(request, 'x-amz-target') ?? ''
  const dot = target.indexOf('.')
  const service = services.get(target.slice(0, Math.max(dot, 0)))
  const name = target.slice(dot + 1)
  if (service === undefined || !Object.hasOwn(service.model.operations, name)) throw unknownOperation()

  const operation = service.operations.get(name)
  const model = service.model.operations[name]
  if (operation === undefined || model === undefined) {
    throw unknownOperation(`Millrace does not support ${name} yet; see docs/api-status.md`)
  }
  return { service, model, operation }
}

/** The protocol of a request that any service could answer. @throws AwsError for one of another kind */
export function requestProtocol(request: ApiRequest): Protocol {
  const protocol = protocolOf(headerOf(request, 'content-type'))
  const target = headerOf(request, 'x-amz-target')
  if (request.method !== 'POST' || (protocol === undefined && target === undefined)) throw noOperationNamed()
  if (protocol === undefined) throw unknownContentType()
  return protocol
}

/*
 * Before a protocol is known the answer is XML. Code and text of the first are those that a user of Lambda has published,
 * https://github.com/boto/botocore/issues/678; that it is XML, and the second, are ours.
 */
const noOperationNamed = () =>
  new AwsError('AccessDeniedException', 'Unable to determine service/operation name to be authorized', {
    status: 403,
  })
const unknownContentType = () => new AwsError('UnknownOperationException', '', { status: 404 })
