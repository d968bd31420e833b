import type { Owner } from '../../sqs-layer/index.ts'

export interface TopicName extends Owner {
  readonly name: string
}

export interface SubscriptionName extends TopicName {
  readonly id: string
}

export function topicArnOf({ account, region, name }: TopicName): string {
  return `arn:aws:sns:${region}:${account}:${name}`
}

const topicPattern =
  /^arn:aws(?:-[a-z-]+)?:sns:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo)$/
const subscriptionPattern =
  /^(arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/** @returns undefined for what is no topic's ARN */
export function parseTopicArn(arn: string): TopicName | undefined {
  const [, region, account, name] = topicPattern.exec(arn) ?? []
  return region === undefined || account === undefined || name === undefined
    ? undefined
    : { region, account, name }
}

/** @returns undefined for what is no subscription's ARN */
export function parseSubscriptionArn(arn: string): SubscriptionName | undefined {
  const [, topicArn, id] = subscriptionPattern.exec(arn) ?? []
  const topic = topicArn === undefined ? undefined : parseTopicArn(topicArn)
  return topic === undefined || id === undefined ? undefined : { ...topic, id }
}
