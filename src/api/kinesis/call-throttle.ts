import { type Clock, TokenBuckets } from '../../base/index.ts'
import { type NextTokens, streamLabel } from '../../shards/index.ts'
import type { AwsError } from '../../wire/index.ts'
import type { Caller } from '../caller.ts'
import { type CallRate, type CallRateSettings, callRates, countedOperations } from './call-rates.ts'
import { type CallSubject, subjectOf } from './call-subject.ts'
import { kinesisError } from './errors.ts'

/** Some 2 MB. As many streams, shards and consumers can be called about within one second before one is forgotten. */
const bucketsMax = 10_000

/** How often operations may be called: the rates of `callRates`, a second's worth of which may come at once. */
export class CallThrottle {
  readonly #buckets: TokenBuckets
  /** Without the operations that may be called at any rate. */
  readonly #rates: ReadonlyMap<string, CallRate>

  constructor(clock: Clock, settings: CallRateSettings = {}) {
    this.#buckets = new TokenBuckets(clock, bucketsMax)
    this.#rates = ratesWith(settings)
  }

  /**
   * Counts a call, or refuses it.
   * @throws AwsError LimitExceededException, for GetShardIterator ProvisionedThroughputExceededException
   */
  admit(operation: string, input: object | undefined, caller: Caller, tokens: NextTokens): void {
    const rate = this.#rates.get(operation)
    if (rate === undefined) return
    const subject = subjectOf(rate.scope, input, caller, tokens)
    if (!this.#buckets.take(`${operation} ${subject.key}`, rate.perSecond)) {
      throw callRefused(rate, subject, input)
    }
  }
}

function ratesWith(settings: CallRateSettings): Map<string, CallRate> {
  const rates = new Map<string, CallRate>()
  for (const name of countedOperations) {
    const rate = callRates[name]!
    const perSecond = settings[name] ?? settings['*'] ?? rate.perSecond
    if (Number.isFinite(perSecond)) rates.set(name, { ...rate, perSecond })
  }
  return rates
}

/**
 * Which text AWS has is not by what it counts for: DescribeStream, CreateStream and DeleteStream, counted for the
 * account, name the stream (https://github.com/boto/botocore/pull/821, Terraform's retries of "Rate exceeded for
 * stream"), a call without one the account (https://github.com/Graylog2/graylog-plugin-integrations/issues/341). The
 * text about a shard is that of reads and writes; that SubscribeToShard has it too is ours.
 */
function callRefused({ scope }: CallRate, { account, stream }: CallSubject, input: object = {}): AwsError {
  const { ShardId } = input as { ShardId?: string }
  if (scope === 'shard' || scope === 'consumer') {
    const message = `Rate exceeded for shard ${ShardId} in ${streamLabel({ name: stream ?? '', account })}.`
    return scope === 'shard'
      ? kinesisError('ProvisionedThroughputExceededException', message)
      : kinesisError('LimitExceededException', message)
  }
  const what = stream === undefined ? `account ${account}` : streamLabel({ name: stream, account })
  return kinesisError('LimitExceededException', `Rate exceeded for ${what}.`)
}
