import type { Owner } from '../owner.ts'
import { partitionOf } from '../stream-arn.ts'

export interface ChannelId extends Owner {
  readonly id: string
}

/** Source: the examples of API_CreateChannel: behind the slash is the id, and not the name. */
export function channelArnOf({ account, region, id }: ChannelId): string {
  return `arn:${partitionOf(region)}:kinesis:${region}:${account}:channel/${id}`
}

/** @returns undefined for what is not the ARN of a channel */
export function parseChannelArn(arn: string): ChannelId | undefined {
  const match = /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):channel\/([^\s/]+)$/.exec(arn)
  if (match === null) return undefined
  const [, region, account, id] = match as unknown as [string, string, string, string]
  return { region, account, id }
}
