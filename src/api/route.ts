import {
  AwsError,
  type ErrorEncoder,
  protocolOf,
  QueryErrors,
  type ServiceModel,
  unknownOperation,
} from '../wire/index.ts'
import { type ApiRequest, headerOf } from './api-request.ts'
import { ownProtocolOf } from './own-protocols.ts'
import { isQueryRequest, queryRouteOf } from './query-route.ts'
import type { Route, RoutedRequest } from './routed-request.ts'
import type { Service } from './service.ts'
import type { ServiceDirectory } from './service-directory.ts'

/** @throws AwsError for a request that names no operation of these services, or is in no protocol of theirs */
export function routeRequest(request: ApiRequest, services: ServiceDirectory): RoutedRequest {
  const protocol =
    protocolOf(headerOf(request, 'content-type')) ??
    ownProtocolOf(request, targetServiceOf(request, services))
  if (protocol === undefined && isQueryRequest(request)) return queryRouteOf(request, services)
  const target = headerOf(request, 'x-amz-target')
  if (request.method !== 'POST' || (protocol === undefined && target === undefined)) throw noOperationNamed()
  if (protocol === undefined) throw unknownContentType()
  return { route: targetRouteOf(target ?? '', services), protocol }
}

/** What X-Amz-Target says for an operation, or would say if the service were called so. */
export function targetOf({ targetPrefix, apiVersion }: ServiceModel, operation: string): string {
  return `${targetPrefix ?? apiVersion}.${operation}`
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

/** @throws AwsError UnknownOperationException */
function targetRouteOf(target: string, services: ServiceDirectory): Route {
  const route = services.routeOf(target)
  if (route !== undefined) return route
  const service = services.byTarget(prefixOf(target))
  const name = target.slice(target.indexOf('.') + 1)
  if (service === undefined || !Object.hasOwn(service.model.operations, name)) throw unknownOperation()
  throw unknownOperation(`Millrace does not support ${name} yet; see docs/api-status.md`)
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
