import { mediaTypeOf, type Protocol } from '../wire/index.ts'
import { type ApiRequest, headerOf } from './api-request.ts'
import type { Service } from './service.ts'

/*
 * Protocols that a service of this server has beside those of AWS. A client whose `Accept` names one is told by
 * `Accept-Post` that it may speak it, in every answer, errors included; to any other client answers are what they are on
 * AWS.
 * Source of the header: https://www.w3.org/TR/ldp/#header-accept-post
 */

/** The one that a request is in. */
export function ownProtocolOf(request: ApiRequest, service: Service | undefined): Protocol | undefined {
  const contentType = headerOf(request, 'content-type')
  if (contentType === undefined || service?.ownProtocols === undefined) return undefined
  const type = mediaTypeOf(contentType)
  return service.ownProtocols.find((protocol) => protocol.contentType === type)
}

/** What Accept-Post says; undefined for an answer without it. */
export function acceptPostOf(request: ApiRequest, service: Service | undefined): string | undefined {
  const accept = headerOf(request, 'accept')
  if (accept === undefined || accept === '*/*' || service?.ownProtocols === undefined) return undefined
  const types = service.ownProtocols.map(({ contentType }) => contentType)
  const wanted = new Set(accept.split(',').map(mediaTypeOf))
  return types.some((type) => wanted.has(type)) ? types.join(', ') : undefined
}
