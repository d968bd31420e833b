import { createApi } from '../../../src/api/index.ts'
import { createLeasesService } from '../../../src/api/leases/index.ts'
import type { MillraceLeasesOperations } from '../../../src/api/leases/shapes.ts'
import { silentLogger } from '../../../src/base/index.ts'
import { openTestLeases } from '../../leases/open-test-leases.ts'

type Name = keyof MillraceLeasesOperations

export interface LeasesAnswer {
  readonly status: number
  readonly code?: string
  readonly message?: string
  readonly output: Record<string, unknown>
}

export interface LeasesServer {
  answer(name: Name, input: object, caller?: { account?: string; region?: string }): Promise<LeasesAnswer>
}

/** The API of the leases in process, over a memory disk. */
export async function startLeases(options = {}): Promise<LeasesServer> {
  const { leases } = await openTestLeases(options)
  const services = [createLeasesService(leases)]
  const api = createApi({ services, defaultAccount: '000000000000', logger: silentLogger })
  return {
    async answer(name, input, { account = 'key', region = 'us-east-1' } = {}) {
      const { status, body } = await api({
        method: 'POST',
        scheme: 'http',
        path: '/',
        requestId: 'request-1',
        signal: new AbortController().signal,
        headers: {
          host: 'localhost:4567',
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `MillraceLeases_20261126.${name}`,
          authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260102/${region}/kinesis/aws4_request, SignedHeaders=host, Signature=00`,
        },
        body: Buffer.from(JSON.stringify(input)),
      })
      const output = JSON.parse(String(body)) as Record<string, unknown>
      if (status === 200) return { status, output }
      return { status, code: String(output.__type), message: String(output.message), output: {} }
    },
  }
}
