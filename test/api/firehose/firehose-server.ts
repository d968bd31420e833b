import { createFirehoseService } from '../../../src/api/firehose/index.ts'
import { createApi } from '../../../src/api/index.ts'
import { silentLogger } from '../../../src/base/index.ts'
import type { FirehoseOperations } from '../../../src/firehose-sink/index.ts'
import { openTestFirehose, type TestFirehose } from '../../firehose-sink/open-test-firehose.ts'

type Name = keyof FirehoseOperations

export interface FirehoseAnswer {
  readonly status: number
  readonly code?: string
  readonly message?: string
  readonly output: Record<string, unknown>
}

export interface FirehoseServer extends TestFirehose {
  answer(name: Name, input: object, caller?: { account?: string; region?: string }): Promise<FirehoseAnswer>
}

/** The API of Firehose in process, over a memory disk. */
export async function startFirehose(options = {}): Promise<FirehoseServer> {
  return serve(await openTestFirehose(options))
}

export function serve(firehose: TestFirehose): FirehoseServer {
  const services = [createFirehoseService(firehose.sink)]
  const api = createApi({ services, defaultAccount: '000000000000', logger: silentLogger })
  return {
    ...firehose,
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
          'x-amz-target': `Firehose_20150804.${name}`,
          authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260102/${region}/firehose/aws4_request, SignedHeaders=host, Signature=00`,
        },
        body: Buffer.from(JSON.stringify(input)),
      })
      const output = JSON.parse(String(body)) as Record<string, unknown>
      if (status === 200) return { status, output }
      return { status, code: String(output.__type), message: String(output.message), output: {} }
    },
  }
}

export const roleArn = 'arn:aws:iam::000000000000:role/firehose'

/** The least that a bucket needs. */
export const bucket = { RoleARN: roleArn, BucketARN: 'arn:aws:s3:::logs' }

/** The least that a delivery stream needs, with what a test changes of it. */
export function toBucket(name: string, changes: object = {}) {
  return { DeliveryStreamName: name, ExtendedS3DestinationConfiguration: { ...bucket, ...changes } }
}
