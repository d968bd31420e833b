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
