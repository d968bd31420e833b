import type { Owner } from './owner.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html ("partition"). */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

export function streamArnOf({ account, region }: Owner, name: string): string {
  return `arn:${partitionOf(region)}:kinesis:${region}:${account}:stream/${name}`
}

export interface StreamName extends Owner {
  readonly name: string
}

/** @returns undefined for what is not the ARN of a stream */
export function parseStreamArn(arn: string): StreamName | undefined {
  const match = /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):stream\/([a-zA-Z0-9_.-]{1,128})$/.exec(arn)
  if (match === null) return undefined
  const [, region, account, name] = match as unknown as [string, string, string, string]
  return { region, account, name }
}
