import type { DeliveryPolicy, RequestPolicy, ThrottlePolicy, TopicDeliveryPolicy } from './delivery-policy.ts'
import { type BackoffFunction, defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts'

/*
 * Reads the attribute DeliveryPolicy. Ranges: Amazon SNS Developer Guide, "Creating an HTTP/S delivery policy". Texts of refusals about
 * retry and throttle policies: AWS's, as users have published them (https://github.com/awsdocs/amazon-sns-developer-guide/pull/5 and
 * others); those about form, members and content types are ours.
 */

const delaySMax = 3600
const retriesMax = 100

/** Source: the same page, headerContentType. */
const envelopeTypes = ['text/plain', 'application/json']
const rawTypes = [
  ...envelopeTypes,
  'text/css',
  'text/csv',
  'text/html',
  'text/xml',
  'application/atom+xml',
  'application/octet-stream',
  'application/soap+xml',
  'application/x-www-form-urlencoded',
  'application/xhtml+xml',
  'application/xml',
]
const backoffFunctions: readonly string[] = ['linear', 'arithmetic', 'geometric', 'exponential']

/** Why a text is no delivery policy; never leaves this module. */
class Refusal extends Error {}

/**
 * @param isRaw whether the subscription has raw message delivery, with which more content types may be set
 * @returns the policy, or why it is none: what comes after `Invalid parameter: `
 */
export function parseDeliveryPolicy(text: string, isRaw: boolean): DeliveryPolicy | string {
  return reading(() => {
    const policy = rootOf(text, [
      'healthyRetryPolicy',
      'sicklyRetryPolicy',
      'throttlePolicy',
      'requestPolicy',
      'guaranteed',
    ])
    refuseSickly(policy, '')
    return {
      healthyRetryPolicy: retryPolicyOf(policy.healthyRetryPolicy, 'healthyRetryPolicy'),
      throttlePolicy: throttlePolicyOf(policy.throttlePolicy, 'throttlePolicy'),
      requestPolicy: requestPolicyOf(policy.requestPolicy, 'requestPolicy', isRaw ? rawTypes : envelopeTypes),
    }
  })
}

/** The same of a topic. */
export function parseTopicDeliveryPolicy(text: string): TopicDeliveryPolicy | string {
  return reading(() => {
    const root = rootOf(text, ['http'])
    const http = objectOf(root.http ?? {}, 'http')
    refuseOthers(http, 'http.', [
      'defaultHealthyRetryPolicy',
      'defaultSicklyRetryPolicy',
      'defaultThrottlePolicy',
      'defaultRequestPolicy',
      'disableSubscriptionOverrides',
    ])
    refuseSickly(http, 'http.')
    const { disableSubscriptionOverrides = false } = http
    if (typeof disableSubscriptionOverrides !== 'boolean')
      throw new Refusal('http.disableSubscriptionOverrides must be true or false')
    const retryName = 'http.defaultHealthyRetryPolicy'
    const requestName = 'http.defaultRequestPolicy'
    return {
      defaultHealthyRetryPolicy: retryPolicyOf(http.defaultHealthyRetryPolicy, retryName),
      disableSubscriptionOverrides,
      defaultThrottlePolicy: throttlePolicyOf(http.defaultThrottlePolicy, 'http.defaultThrottlePolicy'),
      defaultRequestPolicy: requestPolicyOf(http.defaultRequestPolicy, requestName, envelopeTypes),
    }
  })
}

type JsonObject = Readonly<Record<string, unknown>>

function reading<Policy>(read: () => Policy): Policy | string {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal) return `DeliveryPolicy: ${error.message}`
    throw error
  }
}

function rootOf(text: string, names: readonly string[]): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('failed to parse JSON')
  }
  const root = objectOf(value, 'the policy')
  refuseOthers(root, '', names)
  return root
}

function objectOf(value: unknown, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(`${name} must be a JSON object`)
  return value as JsonObject
}

function refuseOthers(object: JsonObject, prefix: string, names: readonly string[]): void {
  const other = Object.keys(object).find((name) => !names.includes(name))
  if (other !== undefined) throw new Refusal(`unexpected JSON member: ${prefix}${other}`)
}

/** AWS shows these members, always null or false, and says nowhere what they would do. */
function refuseSickly(object: JsonObject, prefix: string): void {
  for (const name of ['sicklyRetryPolicy', 'defaultSicklyRetryPolicy']) {
    if (object[name] !== undefined && object[name] !== null)
      throw new Refusal(`${prefix}${name} must be null`)
  }
  if (object.guaranteed !== undefined && object.guaranteed !== null && object.guaranteed !== false)
    throw new Refusal(`${prefix}guaranteed must be false`)
}

function retryPolicyOf(value: unknown, name: string): RetryPolicy | null {
  if (value === undefined || value === null) return null
  const object = objectOf(value, name)
  refuseOthers(object, `${name}.`, Object.keys(defaultRetryPolicy))
  const numberOf = (
    member: keyof RetryPolicy & `${'min' | 'max' | 'num'}${string}`,
    min: number,
    max?: number,
  ) => integerOf(object[member] ?? defaultRetryPolicy[member], `${name}.${member}`, min, max)
  const policy: RetryPolicy = {
    minDelayTarget: numberOf('minDelayTarget', 1),
    maxDelayTarget: numberOf('maxDelayTarget', 1, delaySMax),
    numRetries: numberOf('numRetries', 0, retriesMax),
    numMaxDelayRetries: numberOf('numMaxDelayRetries', 0),
    numNoDelayRetries: numberOf('numNoDelayRetries', 0),
    numMinDelayRetries: numberOf('numMinDelayRetries', 0),
    backoffFunction: backoffFunctionOf(object.backoffFunction ?? defaultRetryPolicy.backoffFunction, name),
  }
  checkTogether(policy, name)
  return policy
}

function checkTogether(policy: RetryPolicy, name: string): void {
  const { numRetries, numMinDelayRetries, numNoDelayRetries, numMaxDelayRetries } = policy
  if (policy.maxDelayTarget < policy.minDelayTarget)
    throw new Refusal(`${name}.maxDelayTarget must be greater than or equal to minDelayTarget`)
  if (numRetries < numMinDelayRetries + numNoDelayRetries + numMaxDelayRetries)
    throw new Refusal(
      `${name}.numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries`,
    )
}

function backoffFunctionOf(value: unknown, name: string): BackoffFunction {
  if (typeof value !== 'string' || !backoffFunctions.includes(value))
    throw new Refusal(
      `${name}.backoffFunction: the value [${typeof value === 'string' ? value : JSON.stringify(value)}] is not a valid backoff function`,
    )
  return value as BackoffFunction
}

function throttlePolicyOf(value: unknown, name: string): ThrottlePolicy | null {
  if (value === undefined || value === null) return null
  const object = objectOf(value, name)
  refuseOthers(object, `${name}.`, ['maxReceivesPerSecond'])
  const rate = object.maxReceivesPerSecond
  if (rate === undefined || rate === null) return null
  return { maxReceivesPerSecond: integerOf(rate, `${name}.maxReceivesPerSecond`, 1) }
}

function requestPolicyOf(value: unknown, name: string, types: readonly string[]): RequestPolicy | null {
  if (value === undefined || value === null) return null
  const object = objectOf(value, name)
  refuseOthers(object, `${name}.`, ['headerContentType'])
  const { headerContentType } = object
  if (headerContentType === undefined || headerContentType === null) return null
  const isKnown =
    typeof headerContentType === 'string' &&
    /^[\w+./-]+(; *charset=[\w-]+)?$/i.test(headerContentType) &&
    types.includes(headerContentType.split(';')[0]!.trim().toLowerCase())
  if (!isKnown) throw new Refusal(`${name}.headerContentType must be one of ${types.join(', ')}`)
  return { headerContentType }
}

function integerOf(value: unknown, name: string, min: number, max?: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Refusal(`${name} must be an integer`)
  if (value < min) throw new Refusal(`${name} must be greater than or equal to ${min}`)
  if (max !== undefined && value > max) throw new Refusal(`${name} must be less than or equal to ${max}`)
  return value
}
