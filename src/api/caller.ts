import { type ApiRequest, headerOf } from './api-request.ts'

/** Whose resources a request is about. Two accounts, or two regions of one, never see each other's. */
export interface Caller {
  /** 12 digits. */
  readonly account: string
  readonly region: string
}

/** Where requests without a credential scope belong. */
const defaultRegion = 'us-east-1'

/**
 * The caller that a request names itself to be, with no proof: the access key id of its signature is the account if it
 * has 12 digits, and the scope names the region. For a server that checks no signatures.
 */
export function statedCaller(request: ApiRequest, defaultAccount: string): Caller {
  const scope = scopeOf(request)
  if (scope === null) return { account: defaultAccount, region: defaultRegion }
  const [, accessKeyId, region] = scope
  return {
    account: accessKeyId !== undefined && /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount,
    region: region ?? defaultRegion,
  }
}

/**
 * `statedCaller` for one request after the other: many in a row are of one caller, whose signatures differ only behind their
 * scope, and a comparison with the scope before is a tenth of looking for it.
 */
export function statedCallers(defaultAccount: string): (request: ApiRequest) => Caller {
  let known: { readonly start: string; readonly caller: Caller } | undefined
  return (request) => {
    const authorization = headerOf(request, 'authorization')
    /* `startsWith` takes five times as long. */
    if (known !== undefined && authorization?.slice(0, known.start.length) === known.start)
      return known.caller
    const caller = statedCaller(request, defaultAccount)
    const start = authorization === undefined ? undefined : startWithScope(authorization)
    if (start !== undefined) known = { start, caller }
    return caller
  }
}

/** What decides who calls, if it says all and ends: whatever comes behind its last character is no part of it. */
function startWithScope(authorization: string): string | undefined {
  const scope = headerScope.exec(authorization)
  if (scope?.[3] === undefined) return undefined
  const end = scope.index + scope[0].length
  return /[^a-z0-9-]/.test(authorization.charAt(end)) ? authorization.slice(0, end + 1) : undefined
}

/** The service in the scope of the signature, which is that of its host on AWS: `sqs`. */
export function scopeServiceOf(request: ApiRequest): string | undefined {
  return scopeOf(request)?.[3]
}

/* Credential=AKIDEXAMPLE/20150830/us-east-1/kinesis/aws4_request. Source: IAM User Guide, "Create a signed request". */
const headerScope = /Credential=([^/, ]+)\/\d{8}\/([a-z0-9-]{1,32})\/([a-z0-9-]{1,32})?/
const queryScope =
  /[?&]X-Amz-Credential=([^/&%]+)(?:\/|%2F)\d{8}(?:\/|%2F)([a-z0-9-]{1,32})(?:\/|%2F)([a-z0-9-]{1,32})?/i

function scopeOf(request: ApiRequest): RegExpExecArray | null {
  const authorization = headerOf(request, 'authorization')
  return authorization === undefined ? queryScope.exec(request.path) : headerScope.exec(authorization)
}
