import {
  AwsError,
  type ErrorEncoder,
  protocolOf,
  QueryErrors,
  type ServiceModel,
  unknownOperation,
} from '../wire/index.ts'
import { type ApiRequest, headerOf } from './api-request.ts'
import type { ClosedService } from './closed-service.ts'
import { ownProtocolOf } from './own-protocols.ts'
import { isQueryRequest, queryRouteOf } from './query-route.ts'
import type { RoutedRequest } from './routed-request.ts'
import type { Service } from './service.ts'
import type { ServiceDirectory } from './service-directory.ts'

/**
 * @returns a service that is closed, for a request that can be routed when it is open
 * @throws AwsError for a request that names no operation of these services, or is in no protocol of theirs
 */
export function routeRequest(request: ApiRequest, services: ServiceDirectory): RoutedRequest | ClosedService {
  const target = headerOf(request, 'x-amz-target')
  const known = target === undefined ? undefined : services.routeOf(target)
  if (known === undefined && target !== undefined) {
    const closed = services.closedByTarget(prefixOf(target))
    if (closed !== undefined) return closed
  }
  const protocol =
    protocolOf(headerOf(request, 'content-type')) ??
    ownProtocolOf(request, targetServiceOf(request, services))
  if (protocol === undefined && isQueryRequest(request)) return queryRouteOf(request, services)
  if (request.method !== 'POST' || (protocol === undefined && target === undefined)) throw noOperationNamed()
  if (protocol === undefined) throw unknownContentType()
  if (known === undefined) throw noRoute(target ?? '', services)
  return { route: known, protocol }
}

/** What X-Amz-Target says for an operation, or would say if the service were called so. */
export function targetOf({ targetPrefix, apiVersion }: ServiceModel, operation: string): string {
  return `${targetPrefix ?? apiVersion}.${operation}`
}

/** The other way round. Undefined for a target that is none of these services. */
export function namedBy(
  target: string,
  services: readonly Service[],
): { service: string; operation: string } | undefined {
  const prefix = prefixOf(target)
  const operation = target.slice(prefix.length + 1)
  const service = services.find(({ model }) => (model.targetPrefix ?? model.apiVersion) === prefix)
  if (service === undefined || !Object.hasOwn(service.model.operations, operation)) return undefined
  return { service: service.name, operation }
}

/** The service that X-Amz-Target names, if it does. */
export function targetServiceOf(request: ApiRequest, services: ServiceDirectory): Service | undefined {
  const target = headerOf(request, 'x-amz-target')
  return target === undefined ? undefined : services.byTarget(prefixOf(target))
}

/**
 * How whoever sent a request is told that it failed; undefined when that cannot be said.
 * @param service the one that it is for, as far as that is known
 */
export function errorEncoderOf(request: ApiRequest, service: Service | undefined): ErrorEncoder | undefined {
  const protocol = protocolOf(headerOf(request, 'content-type')) ?? ownProtocolOf(request, service)
  if (protocol !== undefined) return request.method === 'POST' ? (protocol.errors ?? protocol) : undefined
  if (!isQueryRequest(request)) return undefined
  return new QueryErrors(request.requestId, service?.model.xmlNamespace)
}

function prefixOf(target: string): string {
  return target.slice(0, Math.max(target.indexOf('.'), 0))
}

/** UnknownOperationException, for a target that no service here has. */
function noRoute(target: string, services: ServiceDirectory): AwsError {
  const service = services.byTarget(prefixOf(target))
  const name = target.slice(target.indexOf('.') + 1)
  if (service === undefined || !Object.hasOwn(service.model.operations, name)) return unknownOperation()
  return unknownOperation(`Millrace does not support ${name} yet; see docs/api-status.md`)
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
