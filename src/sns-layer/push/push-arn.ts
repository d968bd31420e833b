import type { Owner } from '../../sqs-layer/index.ts'
import { isPlatform, type Platform } from './platform.ts'

export interface ApplicationName extends Owner {
  readonly platform: Platform
  readonly name: string
}

export interface EndpointName extends ApplicationName {
  readonly id: string
}

export function applicationArnOf({ account, region, platform, name }: ApplicationName): string {
  return `arn:aws:sns:${region}:${account}:app/${platform}/${name}`
}

export function endpointArnOf({ account, region, platform, name, id }: EndpointName): string {
  return `arn:aws:sns:${region}:${account}:endpoint/${platform}/${name}/${id}`
}

const prefix = 'arn:aws:sns:([a-z0-9-]{1,32}):(\\d{12})'
/** Source of the characters of a name: CreatePlatformApplication in the API reference. */
const name = '([A-Za-z0-9_.-]{1,256})'
const applicationPattern = new RegExp(`^${prefix}:app/([A-Z_]+)/${name}$`)
const endpointPattern = new RegExp(`^${prefix}:endpoint/([A-Z_]+)/${name}/([0-9a-f-]{36})$`)
const namePattern = new RegExp(`^${name}$`)

export function isApplicationName(text: string): boolean {
  return namePattern.test(text)
}

/** @returns undefined for what is no ARN of an application */
export function parseApplicationArn(arn: string): ApplicationName | undefined {
  return nameOf(applicationPattern.exec(arn))
}

/** @returns undefined for what is no ARN of an endpoint */
export function parseEndpointArn(arn: string): EndpointName | undefined {
  const match = endpointPattern.exec(arn)
  const application = nameOf(match)
  return application && { ...application, id: match![5]! }
}

function nameOf(match: RegExpExecArray | null): ApplicationName | undefined {
  if (match === null) return undefined
  const [, region = '', account = '', platform = '', applicationName = ''] = match
  return isPlatform(platform) ? { region, account, platform, name: applicationName } : undefined
}
