import { isUtf8 } from 'node:buffer'
import {
  AwsError,
  type FormNode,
  invalidAction,
  malformedQuery,
  missingAction,
  type OperationModel,
  QueryProtocol,
  readForm,
} from '../wire/index.ts'
import { type ApiRequest, headerOf } from './api-request.ts'
import { scopeServiceOf } from './caller.ts'
import { type ClosedService, isClosed } from './closed-service.ts'
import type { Route, RoutedRequest } from './routed-request.ts'
import type { Service } from './service.ts'
import type { ServiceDirectory } from './service-directory.ts'

const formType = 'application/x-www-form-urlencoded'

/**
 * Whether a request that is in no other protocol is in AWS Query: a form in the body, or the same in the query of the
 * address, as AWS takes it too.
 */
export function isQueryRequest(request: ApiRequest): boolean {
  if (headerOf(request, 'x-amz-target') !== undefined) return false
  if (request.method === 'POST' && hasFormBody(request)) return true
  return (request.method === 'GET' || request.method === 'POST') && /[?&]Action=/.test(request.path)
}

/**
 * The service and operation that `Version` and `Action` name, or a service that has to be opened before.
 * @throws AwsError MissingAction, InvalidAction, MalformedQueryString
 */
export function queryRouteOf(request: ApiRequest, services: ServiceDirectory): RoutedRequest | ClosedService {
  const form = readForm(formTextOf(request))
  const action = parameterOf(form, 'Action')
  if (action === undefined || action === '') throw missingAction()
  const version = parameterOf(form, 'Version')
  const service = services.byQuery({ action, version, scopeService: scopeServiceOf(request) })
  if (service !== undefined && isClosed(service)) return service
  const { xmlNamespace } = service?.model ?? {}
  const route = service === undefined ? undefined : operationOf(service, action)
  if (route === undefined) throw isModelled(service, action) ? notYet(action) : invalidAction(action)
  const { requestId } = request
  return { route, protocol: new QueryProtocol({ form, operation: action, requestId, xmlNamespace }) }
}

function operationOf(service: Service, action: string): Route | undefined {
  const operations: Readonly<Record<string, OperationModel>> = service.model.operations
  const operation = service.operations.get(action)
  const model = Object.hasOwn(operations, action) ? operations[action] : undefined
  return operation === undefined || model === undefined ? undefined : { service, model, operation }
}

function isModelled(service: Service | undefined, action: string): boolean {
  return service !== undefined && Object.hasOwn(service.model.operations, action)
}

function parameterOf({ children }: FormNode, name: string): string | undefined {
  return children?.get(name)?.value
}

/** What stands in the body goes before what stands in the address. */
function formTextOf(request: ApiRequest): string {
  const question = request.path.indexOf('?')
  const inAddress = question === -1 ? '' : request.path.slice(question + 1)
  const inBody = request.method === 'POST' && hasFormBody(request) ? utf8Of(request.body) : ''
  return inAddress === '' ? inBody : `${inBody}&${inAddress}`
}

/** Bytes that are not UTF-8 are refused: replacing them changes what a caller sends without a word. */
function utf8Of(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw malformedQuery('The request is not in UTF-8.')
  return bytes.toString()
}

function hasFormBody(request: ApiRequest): boolean {
  const contentType = headerOf(request, 'content-type')
  return contentType !== undefined && contentType.split(';', 1)[0]!.trim().toLowerCase() === formType
}

/** One that the service has and this server has not. The code is that of an action that nobody has; text ours. */
const notYet = (action: string) =>
  new AwsError('InvalidAction', `Millrace does not support ${action} yet; see docs/api-status.md`)
