import { type Attributes, credentialsOf } from './credentials.ts'
import { invalidPush } from './errors.ts'
import { isApns, type Platform } from './platform.ts'

/** Never shown again. Source: GetPlatformApplicationAttributes in the API reference, which does not have them. */
const secret: ReadonlySet<string> = new Set(['PlatformCredential', 'PlatformPrincipal'])

const isTopicArn = (value: string) =>
  /^arn:aws:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(value)
const isRoleArn = (value: string) => /^arn:aws[a-z-]*:iam::\d{12}:role\/.{1,512}$/.test(value)

interface Check {
  readonly isValid: (value: string) => boolean
  readonly must: string
}

const topicArn: Check = { isValid: isTopicArn, must: 'must be the ARN of a topic' }
const roleArn: Check = { isValid: isRoleArn, must: 'must be the ARN of a role' }
/** What belongs to the credentials is checked with all of them. */
const ofCredentials: Check = { isValid: (value) => value.length <= 16_384, must: 'is too long' }

/** Source of the names: SetPlatformApplicationAttributes in the API reference. */
const checks: Readonly<Record<string, Check>> = {
  PlatformCredential: ofCredentials,
  PlatformPrincipal: ofCredentials,
  ApplePlatformTeamID: ofCredentials,
  ApplePlatformBundleID: ofCredentials,
  EventEndpointCreated: topicArn,
  EventEndpointDeleted: topicArn,
  EventEndpointUpdated: topicArn,
  EventDeliveryFailure: topicArn,
  SuccessFeedbackRoleArn: roleArn,
  FailureFeedbackRoleArn: roleArn,
  SuccessFeedbackSampleRate: {
    isValid: (value) => /^(\d{1,2}|100)$/.test(value),
    must: 'must be a whole number from 0 to 100',
  },
}

/**
 * The attributes of an application with others in the place of those of the same names; an empty value takes one away.
 * `AuthenticationMethod`, which AWS's console sends, says of APNs what is here so anyway.
 * @throws PUSH_PARAMETER_INVALID, also for credentials that are none
 */
export function withApplicationAttributes(
  platform: Platform,
  attributes: Attributes,
  changes: Attributes,
): Record<string, string> {
  const all = new Map(Object.entries(attributes))
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'AuthenticationMethod') checkAuthenticationMethod(value)
    else setChecked(all, name, value)
  }
  const result = Object.fromEntries(all)
  credentialsOf(platform, result)
  return result
}

function setChecked(all: Map<string, string>, name: string, value: string): void {
  if (!Object.hasOwn(checks, name)) {
    throw invalidPush('Attributes', `Invalid attribute name: ${name.slice(0, 100)}`)
  }
  const { isValid, must } = checks[name]!
  if (value !== '' && !isValid(value)) throw invalidPush('Attributes', `${name} ${must}`)
  if (value === '') all.delete(name)
  else all.set(name, value)
}

function checkAuthenticationMethod(value: string): void {
  if (value.toLowerCase() !== 'token') throw invalidPush('Attributes', 'AuthenticationMethod must be Token')
}

/** What may be shown of an application. */
export function shownApplicationAttributes(
  platform: Platform,
  enabled: boolean,
  attributes: Attributes,
): Record<string, string> {
  const shown = Object.entries(attributes).filter(([name]) => !secret.has(name))
  const method = isApns(platform) || platform === 'GCM' ? { AuthenticationMethod: 'Token' } : {}
  return { Enabled: String(enabled), ...method, ...Object.fromEntries(shown) }
}
