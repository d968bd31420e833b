export type BackoffFunction = 'linear' | 'arithmetic' | 'geometric' | 'exponential'

/**
 * When a delivery that failed is tried again, in four phases: at once, `minDelayTarget` apart (pre-backoff), at delays that rise from
 * `minDelayTarget` to `maxDelayTarget` (backoff), and `maxDelayTarget` apart (post-backoff).
 * Source: Amazon SNS Developer Guide, "Amazon SNS message delivery retries"; the names are those of AWS's JSON.
 */
export interface RetryPolicy {
  /** Seconds. */
  readonly minDelayTarget: number
  /** Seconds. */
  readonly maxDelayTarget: number
  /** Of all phases together. */
  readonly numRetries: number
  readonly numMaxDelayRetries: number
  readonly numNoDelayRetries: number
  readonly numMinDelayRetries: number
  readonly backoffFunction: BackoffFunction
}

/** Source: the same page, the defaults of the table of a delivery policy. */
export const defaultRetryPolicy: RetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
}

/** Of Lambda functions and delivery streams: 100,015 times, over 23 days. Source: the same page, "Delivery protocols and policies". */
export const managedRetryPolicy: RetryPolicy = {
  minDelayTarget: 1,
  maxDelayTarget: 20,
  numRetries: 100_015,
  numMaxDelayRetries: 100_000,
  numNoDelayRetries: 3,
  numMinDelayRetries: 2,
  backoffFunction: 'exponential',
}

/** Of mail, SMS, mobile push, and of delivery streams that throttle: 50 times, over 6 hours. Source: the same. */
export const customerRetryPolicy: RetryPolicy = {
  minDelayTarget: 10,
  maxDelayTarget: 600,
  numRetries: 50,
  numMaxDelayRetries: 38,
  numNoDelayRetries: 0,
  numMinDelayRetries: 2,
  backoffFunction: 'exponential',
}

/**
 * How long after a failed attempt the next one comes.
 * @param retry which retry that would be: 1 after the first attempt
 * @returns seconds; undefined when there are no more retries
 */
export function retryDelayS(policy: RetryPolicy, retry: number): number | undefined {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy
  if (retry > numRetries) return undefined
  if (retry <= numNoDelayRetries) return 0
  const sinceNoDelay = retry - numNoDelayRetries
  if (sinceNoDelay <= numMinDelayRetries) return policy.minDelayTarget
  const backoffs = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries
  const backoff = sinceNoDelay - numMinDelayRetries
  return backoff <= backoffs ? backoffDelayS(policy, backoff, backoffs) : policy.maxDelayTarget
}

/** Of retry `i` of the `count` in the backoff phase; both count from 1. */
function backoffDelayS(policy: RetryPolicy, i: number, count: number): number {
  const { minDelayTarget, maxDelayTarget } = policy
  if (count === 1) return minDelayTarget
  if (i === count) return maxDelayTarget
  if (policy.backoffFunction === 'geometric')
    return minDelayTarget * (maxDelayTarget / minDelayTarget) ** ((i - 1) / (count - 1))
  return minDelayTarget + (maxDelayTarget - minDelayTarget) * rise[policy.backoffFunction](i - 1, count - 1)
}

/**
 * Which part of the way from the shortest to the longest delay is gone after `step` of `steps`. AWS draws the curves and publishes no
 * formula: these have its order and shape, by what is constant from one delay to the next.
 */
const rise = {
  /** The difference. */
  linear: (step: number, steps: number) => step / steps,
  /** By how much the difference grows. */
  arithmetic: (step: number, steps: number) => (step * (step + 1)) / (steps * (steps + 1)),
  /** The difference doubles; below 2^-50 of the way it makes no difference. */
  exponential: (step: number, steps: number) =>
    steps > 50 ? 2 ** (step - steps) : (2 ** step - 1) / (2 ** steps - 1),
} as const
