import { invalidPush } from './errors.ts'

export const platforms = ['ADM', 'APNS', 'APNS_SANDBOX', 'GCM'] as const
export type Platform = (typeof platforms)[number]

/** Platforms of AWS's that this server cannot reach. Source: CreatePlatformApplication in the API reference. */
const unreachable: ReadonlySet<string> = new Set([
  'APNS_VOIP',
  'APNS_VOIP_SANDBOX',
  'BAIDU',
  'MACOS',
  'MACOS_SANDBOX',
  'MPNS',
  'WNS',
])

export function isPlatform(text: string): text is Platform {
  return (platforms as readonly string[]).includes(text)
}

/** @throws PUSH_PARAMETER_INVALID */
export function platformOf(text: string): Platform {
  if (isPlatform(text)) return text
  const known = platforms.join(', ')
  if (unreachable.has(text)) throw invalidPush('Platform', `this server does not reach ${text}, but ${known}`)
  throw invalidPush('Platform', `must be one of ${known}`)
}

export function isApns(platform: Platform): platform is 'APNS' | 'APNS_SANDBOX' {
  return platform === 'APNS' || platform === 'APNS_SANDBOX'
}
