import { type Owner, partitionOf } from '../shards/index.ts'

export function deliveryStreamArnOf({ account, region }: Owner, name: string): string {
  return `arn:${partitionOf(region)}:firehose:${region}:${account}:deliverystream/${name}`
}
