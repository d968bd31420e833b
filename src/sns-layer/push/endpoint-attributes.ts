import type { Attributes } from './credentials.ts'
import { invalidPush } from './errors.ts'
import { isApns, type Platform } from './platform.ts'

/** What can be changed of an endpoint. */
export interface EndpointChange {
  readonly token?: string
  readonly enabled?: boolean
  readonly userData?: string
}

/** Source: SNS Developer Guide and SetEndpointAttributes in the API reference: "must be UTF-8 encoded and less than 2KB". */
const userDataBytesMax = 2048
/** With the text below, as users of AWS have published both. */
const apnsTokenMax = 400
/** Ours: tokens of FCM and ADM have a few hundred characters, and nobody promises a limit. */
const tokenMax = 4096

/** @throws PUSH_PARAMETER_INVALID */
export function readEndpointAttributes(platform: Platform, attributes: Attributes): EndpointChange {
  const change: { token?: string; enabled?: boolean; userData?: string } = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'Token') change.token = checkedToken(platform, value)
    else if (name === 'Enabled') change.enabled = readEnabled(value)
    else if (name === 'CustomUserData') change.userData = checkedUserData(value)
    else throw invalidPush('Attributes', `Invalid attribute name: ${name.slice(0, 100)}`)
  }
  return change
}

/** @throws PUSH_PARAMETER_INVALID */
export function checkedToken(platform: Platform, token: string): string {
  if (isApns(platform) && !(token.length <= apnsTokenMax && /^[0-9A-Fa-f]+$/.test(token))) {
    throw invalidPush(
      'Token',
      `iOS device tokens must be no more than ${apnsTokenMax} hexadecimal characters`,
    )
  }
  if (!/^[\x21-\x7e]+$/.test(token) || token.length > tokenMax) {
    throw invalidPush('Token', `must be 1 to ${tokenMax} printable characters`)
  }
  return token
}

/** @throws PUSH_PARAMETER_INVALID */
export function checkedUserData(text: string): string {
  if (Buffer.byteLength(text) > userDataBytesMax) {
    throw invalidPush('CustomUserData', `must be at most ${userDataBytesMax} bytes long in UTF-8`)
  }
  return text
}

function readEnabled(text: string): boolean {
  const lower = text.toLowerCase()
  if (lower !== 'true' && lower !== 'false') throw invalidPush('Attributes', 'Enabled must be true or false')
  return lower === 'true'
}
