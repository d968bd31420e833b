import { createPrivateKey, type KeyObject } from 'node:crypto'
import { invalidCredentials } from './errors.ts'
import { isApns, type Platform } from './platform.ts'

/** What an application proves itself with to Apple: a signing key. */
export interface ApnsCredentials {
  readonly kind: 'apns'
  readonly keyId: string
  readonly teamId: string
  readonly bundleId: string
  readonly key: KeyObject
}

/** A service account of Google's. */
export interface FcmCredentials {
  readonly kind: 'fcm'
  readonly projectId: string
  readonly clientEmail: string
  readonly keyId?: string
  readonly key: KeyObject
}

export interface AdmCredentials {
  readonly kind: 'adm'
  readonly clientId: string
  readonly clientSecret: string
}

export type Credentials = ApnsCredentials | FcmCredentials | AdmCredentials

export type Attributes = Readonly<Record<string, string>>

/** The credentials in an application's attributes. @throws PUSH_PARAMETER_INVALID */
export function credentialsOf(platform: Platform, attributes: Attributes): Credentials {
  if (isApns(platform)) return apnsCredentials(attributes)
  return platform === 'GCM' ? fcmCredentials(attributes) : admCredentials(attributes)
}

/** Source: Apple, "Establishing a token-based connection to APNs": ids have ten characters, the key is one of P-256. */
function apnsCredentials(attributes: Attributes): ApnsCredentials {
  const keyId = required(attributes, 'PlatformPrincipal')
  if (keyId.includes('BEGIN CERTIFICATE')) {
    throw invalidCredentials(
      'this server does not use certificates; give a signing key as PlatformCredential and its id as PlatformPrincipal',
    )
  }
  const signingKey = required(attributes, 'PlatformCredential')
  const teamId = required(attributes, 'ApplePlatformTeamID')
  const bundleId = required(attributes, 'ApplePlatformBundleID')
  if (!/^[A-Z0-9]{10}$/.test(keyId))
    throw invalidCredentials('PlatformPrincipal must be the id of a signing key')
  if (!/^[A-Z0-9]{10}$/.test(teamId)) throw invalidCredentials('ApplePlatformTeamID must be a team id')
  if (!/^[A-Za-z0-9.-]{1,155}$/.test(bundleId)) {
    throw invalidCredentials('ApplePlatformBundleID must be a bundle id')
  }
  const key = privateKey(signingKey, 'PlatformCredential')
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw invalidCredentials('PlatformCredential must be a signing key of APNs')
  }
  return { kind: 'apns', keyId, teamId, bundleId, key }
}

/** Source: Google, "Service account keys": the members of the file. */
function fcmCredentials(attributes: Attributes): FcmCredentials {
  const account = serviceAccount(required(attributes, 'PlatformCredential'))
  const {
    project_id: projectId,
    client_email: clientEmail,
    private_key: pem,
    private_key_id: keyId,
  } = account
  if (typeof projectId !== 'string' || !/^[a-z0-9:.-]{1,100}$/.test(projectId)) {
    throw invalidCredentials('the service account has no project_id')
  }
  if (typeof clientEmail !== 'string' || typeof pem !== 'string') {
    throw invalidCredentials('the service account has no client_email or no private_key')
  }
  const key = privateKey(pem, 'private_key')
  if (key.asymmetricKeyType !== 'rsa') throw invalidCredentials('private_key must be one of RSA')
  return { kind: 'fcm', projectId, clientEmail, key, ...(typeof keyId === 'string' && { keyId }) }
}

function serviceAccount(text: string): Record<string, unknown> {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    read = undefined
  }
  if (typeof read === 'object' && read !== null) return read as Record<string, unknown>
  throw invalidCredentials(
    'PlatformCredential must be the JSON of a service account: Google does not take API keys any more',
  )
}

function admCredentials(attributes: Attributes): AdmCredentials {
  const clientId = required(attributes, 'PlatformPrincipal')
  const clientSecret = required(attributes, 'PlatformCredential')
  return { kind: 'adm', clientId, clientSecret }
}

function required(attributes: Attributes, name: string): string {
  const value = attributes[name]
  if (value === undefined || value === '') throw invalidCredentials(`${name} is missing`)
  return value
}

/** @param text PEM, or what is between its first and last line */
function privateKey(text: string, what: string): KeyObject {
  const isPem = text.includes('-----BEGIN')
  try {
    return isPem
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
  } catch {
    throw invalidCredentials(`${what} must be a private key`)
  }
}
