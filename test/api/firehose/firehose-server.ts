import { createFirehoseService } from '../../../src/api/firehose/index.ts'
import type { FirehoseOperations } from '../../../src/firehose-sink/index.ts'
import { openTestFirehose, type TestFirehose } from '../../firehose-sink/open-test-firehose.ts'
import { type JsonAnswers, jsonAnswers } from '../json-answers.ts'

export interface FirehoseServer extends TestFirehose {
  readonly answer: JsonAnswers<keyof FirehoseOperations>
}

/** The API of Firehose in process, over a memory disk. */
export async function startFirehose(options = {}): Promise<FirehoseServer> {
  return serve(await openTestFirehose(options))
}

export function serve(firehose: TestFirehose): FirehoseServer {
  const service = createFirehoseService(firehose.sink)
  return { ...firehose, answer: jsonAnswers({ service, target: 'Firehose_20150804', scope: 'firehose' }) }
}

export const roleArn = 'arn:aws:iam::000000000000:role/firehose'

/** The least that a bucket needs. */
export const bucket = { RoleARN: roleArn, BucketARN: 'arn:aws:s3:::logs' }

/** The least that a delivery stream needs, with what a test changes of it. */
export function toBucket(name: string, changes: object = {}) {
  return { DeliveryStreamName: name, ExtendedS3DestinationConfiguration: { ...bucket, ...changes } }
}
