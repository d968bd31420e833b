import { CodedError, hasCode } from '../base/index.ts'

export type HttpErrorCode = 'HTTP_PORT_IN_USE' | 'HTTP_PORT_FORBIDDEN' | 'HTTP_ADDRESS_UNAVAILABLE'

/** What the system says of an address that is not this machine's, or a name that means none. */
const addressRefused = /^(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|EINVAL)$/

/** Why a server could not listen, in words for whoever started it. */
export function listenError(cause: unknown, host: string, port: number): unknown {
  const where = `${host}:${port}`
  if (hasCode(cause, 'EADDRINUSE')) {
    return httpError('HTTP_PORT_IN_USE', `port ${port} of ${host} is in use by another program`, cause)
  }
  if (hasCode(cause, 'EACCES')) {
    return httpError('HTTP_PORT_FORBIDDEN', `the system does not let this user listen on ${where}`, cause)
  }
  if (cause instanceof Error && 'code' in cause && addressRefused.test(String(cause.code))) {
    return httpError('HTTP_ADDRESS_UNAVAILABLE', `${host} is no address of this machine`, cause)
  }
  return cause
}

function httpError(code: HttpErrorCode, message: string, cause: unknown): CodedError<HttpErrorCode> {
  return new CodedError(code, message, { cause })
}
