import type { Owner } from '../owner.ts'
import { partitionOf } from '../stream-arn.ts'

export interface StreamQueueId extends Owner {
  readonly id: string
}

/** Source: https://docs.aws.amazon.com/streams/latest/dev/queues-iam.html */
export function streamQueueArnOf({ account, region, id }: StreamQueueId): string {
  return `arn:${partitionOf(region)}:kinesis:${region}:${account}:queue/${id}`
}

/** @returns undefined for what is not the ARN of a queue */
export function parseStreamQueueArn(arn: string): StreamQueueId | undefined {
  const match = /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):queue\/([^\s/]+)$/.exec(arn)
  if (match === null) return undefined
  const [, region, account, id] = match as unknown as [string, string, string, string]
  return { region, account, id }
}
