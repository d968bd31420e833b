import type { NextTokens } from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import type { CallScope } from './call-rates.ts'

/** What a call is about, as far as its rate goes. */
export interface CallSubject {
  /** The account that has the stream, or the caller's. */
  readonly account: string
  /** Undefined for a call about none. */
  readonly stream: string | undefined
  /** Tells what is counted apart from what the same operation counts beside it. */
  readonly key: string
}

/** The members of all inputs by which one names a stream, a shard or a consumer. */
interface NamingInput {
  readonly StreamName?: string
  readonly StreamARN?: string
  readonly ConsumerARN?: string
  readonly ResourceARN?: string
  readonly ShardId?: string
  readonly NextToken?: string
}

/* The ARN of a stream, or of something of it: `…:stream/orders/consumer/reports:1`. */
const streamInArn = /^arn:[^:]+:kinesis:([^:]*):(\d{12}):stream\/([^/]+)/

/** @param tokens tells which stream a list of shards goes on with */
export function subjectOf(
  scope: CallScope,
  input: object | undefined,
  caller: Caller,
  tokens: NextTokens,
): CallSubject {
  const { StreamName, StreamARN, ConsumerARN, ResourceARN, ShardId, NextToken }: NamingInput = input ?? {}
  const arn = StreamARN ?? ConsumerARN ?? ResourceARN
  const [, region = caller.region, account = caller.account, inArn] = streamInArn.exec(arn ?? '') ?? []
  const stream = StreamName ?? inArn ?? streamInToken(tokens, NextToken)
  const place = `${account}/${region}`
  switch (scope) {
    case 'account':
      return { account, stream, key: `${caller.account}/${caller.region}` }
    case 'stream':
      return { account, stream, key: `${place}/${stream}` }
    case 'shard':
      return { account, stream, key: `${place}/${stream}/${ShardId}` }
    case 'consumer':
      return { account, stream, key: `${ConsumerARN}/${ShardId}` }
  }
}

/** The operation refuses a token that is none; its stream is none then. */
function streamInToken(tokens: NextTokens, token: string | undefined): string | undefined {
  if (token === undefined) return undefined
  const content = tokens.peek('list-shards', token) as { name?: unknown } | undefined
  return typeof content?.name === 'string' ? content.name : undefined
}
