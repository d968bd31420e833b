import { firstOf, type RequestHeaders } from './request-headers.ts'

/*
 * Pages in browsers. AWS lets any page call it, as its calls are signed. While this server asks for no signature, a
 * page from anywhere could read and write the streams of whoever opens it; so only pages that come from this very
 * machine may, unless the operator says otherwise. Not only the answers are withheld: a form's POST needs nobody's
 * leave to be sent, so a request of a foreign page is refused before it does anything.
 */

/** Whose pages may call: those served from this machine (`loopback`), or all, as with AWS (`any`). */
export type AllowedOrigins = 'loopback' | 'any'

const loopbackOrigin = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i

/** @param origin the `Origin` header; absent for whatever is no browser */
export function mayCall(origin: string, allowed: AllowedOrigins): boolean {
  return allowed === 'any' || loopbackOrigin.test(origin)
}

/**
 * Whether a GET may do anything: AWS takes calls in the query of an address too. Browsers send no `Origin` with it, for
 * an image or a link, or for a page whose host name has been made to mean this machine; so it must be meant for a name of
 * this machine, and not come from another site.
 */
export function mayGet(path: string, headers: RequestHeaders, allowed: AllowedOrigins): boolean {
  if (allowed === 'any' || !path.includes('?')) return true
  if (firstOf(headers['sec-fetch-site']) === 'cross-site') return false
  const host = firstOf(headers.host) ?? firstOf(headers[':authority'])
  return host === undefined || loopbackOrigin.test(`http://${host}`)
}

/** How long a browser may remember a preflight, in seconds: AWS says two days. */
const preflightAgeSeconds = 172_800

const exposedHeaders =
  'x-amzn-RequestId, x-amzn-ErrorType, x-amz-request-id, x-amz-id-2, x-amzn-ErrorMessage, Date'

/** Headers for every answer to a page. AWS names no origin, and neither is one needed: no cookie is ever sent. */
export const crossOriginHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': exposedHeaders,
}

/** Headers for the answer to `OPTIONS`, by which a browser asks before it sends the call itself. */
export function preflightHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const wantedHeaders = headers['access-control-request-headers']
  const wantedMethod = headers['access-control-request-method']
  return {
    'Access-Control-Allow-Origin': '*',
    ...(typeof wantedHeaders === 'string' && { 'Access-Control-Allow-Headers': wantedHeaders }),
    ...(typeof wantedMethod === 'string' && { 'Access-Control-Allow-Methods': wantedMethod }),
    'Access-Control-Max-Age': String(preflightAgeSeconds),
  }
}
