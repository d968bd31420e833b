import { CodedError } from '../../base/index.ts'
import type { Owner } from '../owner.ts'
import { streamLabel } from '../stream-label.ts'
import type { ConsumerState } from './consumer-state.ts'

/* What a caller can be told of consumers and subscriptions. See ../errors.ts. */
export type ConsumerErrorCode =
  | 'CONSUMER_NOT_FOUND'
  | 'CONSUMER_EXISTS'
  | 'CONSUMER_NOT_ACTIVE'
  | 'CONSUMER_QUOTA_EXCEEDED'
  | 'SUBSCRIPTION_EXISTS'
  | 'SUBSCRIPTION_TAKEN_OVER'

type ConsumerError = CodedError<ConsumerErrorCode>

interface NamedConsumer extends Owner {
  readonly stream: string
  readonly name: string
}

/** How AWS names a consumer: https://github.com/awslabs/kinesis-hot-shard-advisor/issues/37 */
const consumerText = ({ name, stream, account }: NamedConsumer, createdSeconds?: number): string => {
  const created = createdSeconds === undefined ? '' : ` with creation timestamp ${createdSeconds}`
  return `Consumer ${name}${created} under stream: ${stream} , account ${account}`
}

const consumerStateText = (consumer: ConsumerState): string =>
  consumerText(consumer, Math.floor(consumer.createdMs / 1000))

/** Text ours, on the pattern of `consumerNotActive`. */
export const consumerNotFound = (consumer: NamedConsumer, createdSeconds?: number): ConsumerError =>
  new CodedError('CONSUMER_NOT_FOUND', `${consumerText(consumer, createdSeconds)} not found.`)

/** Text ours, on the pattern of `consumerNotActive`. */
export const consumerExists = (consumer: ConsumerState): ConsumerError =>
  new CodedError('CONSUMER_EXISTS', `${consumerStateText(consumer)} already exists.`)

export const consumerNotActive = (consumer: ConsumerState): ConsumerError =>
  new CodedError('CONSUMER_NOT_ACTIVE', `${consumerStateText(consumer)} is not in ACTIVE status.`, {
    retryable: true,
  })

/** Text ours, on the pattern of the one for shards. */
export const tooManyConsumers = (
  { name, account }: Owner & { readonly name: string },
  current: number,
  limit: number,
): ConsumerError =>
  new CodedError(
    'CONSUMER_QUOTA_EXCEEDED',
    `This request would exceed the limit on the number of consumers of the ${streamLabel({ name, account })}. ` +
      `Current consumers count: ${current}. Limit: ${limit}.`,
  )

/** Text ours, on the pattern of the one for streams. */
export const tooManyConsumersInCreation = ({ account }: Owner, limit: number): ConsumerError =>
  new CodedError(
    'CONSUMER_QUOTA_EXCEEDED',
    'This request would exceed the limit on the number of consumers that can simultaneously be in CREATING ' +
      `for the account ${account}. Limit: ${limit}.`,
    { retryable: true },
  )

/** Source: https://github.com/daangn/kinesumer/pull/19 */
export const subscriptionExists = (): ConsumerError =>
  new CodedError('SUBSCRIPTION_EXISTS', 'Another active subscription exists for this consumer.', {
    retryable: true,
  })

/** Text ours. */
export const subscriptionTakenOver = (): ConsumerError =>
  new CodedError(
    'SUBSCRIPTION_TAKEN_OVER',
    'Another subscription of this consumer has taken over this shard.',
  )
