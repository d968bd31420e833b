import type { Owner } from './queue-state.ts'

export interface QueueName extends Owner {
  readonly name: string
}

export function queueArnOf({ account, region, name }: QueueName): string {
  return `arn:aws:sqs:${region}:${account}:${name}`
}

const pattern =
  /^arn:aws(?:-[a-z-]+)?:sqs:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo)$/

/** @returns undefined for what is no queue's ARN */
export function parseQueueArn(arn: string): QueueName | undefined {
  const [, region, account, name] = pattern.exec(arn) ?? []
  return region === undefined || account === undefined || name === undefined
    ? undefined
    : { region, account, name }
}
