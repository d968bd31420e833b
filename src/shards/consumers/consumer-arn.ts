import { secondsOf } from '../shard.ts'
import { parseStreamArn, type StreamName, streamArnOf } from '../stream-arn.ts'
import type { ConsumerState } from './consumer-state.ts'

/**
 * With the second of its creation, as AWS has it: so a consumer that is registered again by its name has another ARN, unless that
 * happens within the second.
 */
export function consumerArnOf(consumer: ConsumerState): string {
  const { stream, name, createdMs } = consumer
  return `${streamArnOf(consumer, stream)}/consumer/${name}:${secondsOf(createdMs)}`
}

export interface ConsumerName {
  readonly stream: StreamName
  readonly name: string
  readonly createdSeconds: number
}

/** @returns undefined for what is not the ARN of a consumer */
export function parseConsumerArn(arn: string): ConsumerName | undefined {
  const match = /^(.*)\/consumer\/([a-zA-Z0-9_.-]{1,128}):(\d{1,15})$/.exec(arn)
  if (match === null) return undefined
  const [, streamArn, name, seconds] = match as unknown as [string, string, string, string]
  const stream = parseStreamArn(streamArn)
  return stream && { stream, name, createdSeconds: Number(seconds) }
}
