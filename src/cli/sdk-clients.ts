import type { FirehoseClient } from '@aws-sdk/client-firehose'
import type { KinesisClient, KinesisClientConfig } from '@aws-sdk/client-kinesis'
import { hasCode } from '../base/index.ts'
import type { FlagSpec, FlagValues } from './command-flags.ts'
import { sdkMissing, usageInvalid } from './errors.ts'

/** The server's default port on this machine. */
export const localEndpoint = 'http://127.0.0.1:4567'
const localRegion = 'us-east-1'
/** A server that takes longer is taken for gone. */
export const requestTimeoutMs = 30_000

export const clientFlags = {
  endpoint: {
    placeholder: 'URL',
    meaning: `the server, or "aws" for AWS in the region [${localEndpoint}]`,
  },
  region: {
    placeholder: 'NAME',
    meaning: `the region [AWS_REGION, or ${localRegion} for a server of this machine]`,
  },
} as const satisfies Record<string, FlagSpec>

type ClientFlag = keyof typeof clientFlags

/*
 * Clients by the AWS SDK, with its usual credentials. For a server on this machine there needn't be any.
 * The SDK is an optional peer of this package: the server needs none of it, and it is as large as the server.
 */

/** @throws CLI_USAGE_INVALID, CLI_SDK_MISSING */
export async function openKinesisClient(
  command: string,
  values: FlagValues<ClientFlag>,
  environment: NodeJS.ProcessEnv,
): Promise<KinesisClient> {
  const config = clientConfig(values, environment)
  const { KinesisClient } = await orMissing(
    command,
    '@aws-sdk/client-kinesis',
    import('@aws-sdk/client-kinesis'),
  )
  return new KinesisClient(config)
}

/** @throws CLI_USAGE_INVALID, CLI_SDK_MISSING */
export async function openFirehoseClient(
  command: string,
  values: FlagValues<ClientFlag>,
  environment: NodeJS.ProcessEnv,
): Promise<FirehoseClient> {
  const config = clientConfig(values, environment)
  const { FirehoseClient } = await orMissing(
    command,
    '@aws-sdk/client-firehose',
    import('@aws-sdk/client-firehose'),
  )
  return new FirehoseClient(config)
}

/** @throws CLI_SDK_MISSING */
async function orMissing<Sdk>(command: string, name: string, loading: Promise<Sdk>): Promise<Sdk> {
  try {
    return await loading
  } catch (error) {
    if (hasCode(error, 'ERR_MODULE_NOT_FOUND')) throw sdkMissing(command, name, error)
    throw error
  }
}

/** What the clients have in common: nothing in it is of Kinesis alone. */
function clientConfig(
  { endpoint = localEndpoint, region }: FlagValues<ClientFlag>,
  { AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE }: NodeJS.ProcessEnv,
): Pick<KinesisClientConfig, 'endpoint' | 'region' | 'credentials' | 'requestHandler'> {
  const url = endpoint === 'aws' ? undefined : endpointUrl(`${endpoint}`)
  const isLocal = url !== undefined && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname)
  const named = region ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? (isLocal ? localRegion : undefined)
  const hasCredentials = AWS_ACCESS_KEY_ID !== undefined || AWS_PROFILE !== undefined
  return {
    ...(url !== undefined && { endpoint: `${endpoint}` }),
    ...(named !== undefined && { region: `${named}` }),
    ...(isLocal && !hasCredentials && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
    requestHandler: { requestTimeout: requestTimeoutMs },
  }
}

/** @throws CLI_USAGE_INVALID */
export function endpointUrl(endpoint: string): URL {
  const url = URL.parse(endpoint)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw usageInvalid('--endpoint', `must be a URL of http or https, or aws, not "${endpoint}"`)
  return url
}
