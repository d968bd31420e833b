import type { KinesisClient } from '@aws-sdk/client-kinesis'
import { hasCode } from '../../base/index.ts'
import { leaseStoreMissing } from '../errors.ts'
import type { LeaseStore } from '../leases/lease-store.ts'
import { callOwn } from './own-call.ts'
import { leasesTarget, ServerLeaseStore } from './server-lease-store.ts'

export interface DefaultLeaseStore {
  readonly store: LeaseStore
  /** Lets go of what is the store's own. */
  close(): void
}

/**
 * The server's own leases, where the client talks to this server; else a table of DynamoDB with the name of the
 * application, in the client's region and by its credentials, as the Kinesis Client Library has it.
 * @throws LEASE_STORE_MISSING, what the client throws
 */
export async function defaultLeaseStore(
  client: KinesisClient,
  application: string,
): Promise<DefaultLeaseStore> {
  if (await keepsLeases(client, application))
    return { store: new ServerLeaseStore(client, application), close: () => undefined }
  const { DynamoDBClient, DynamoLeaseStore } = await loadDynamo()
  const { region, credentials } = client.config
  const dynamo = new DynamoDBClient({ region, credentials })
  return {
    store: new DynamoLeaseStore({ client: dynamo, table: application }),
    close: () => dynamo.destroy(),
  }
}

/** @throws LEASE_STORE_MISSING: not everyone has the package, or needs it */
async function loadDynamo() {
  try {
    const [{ DynamoDBClient }, { DynamoLeaseStore }] = await Promise.all([
      import('@aws-sdk/client-dynamodb'),
      import('../dynamodb/index.ts'),
    ])
    return { DynamoDBClient, DynamoLeaseStore }
  } catch (error) {
    if (hasCode(error, 'ERR_MODULE_NOT_FOUND')) throw leaseStoreMissing(error)
    throw error
  }
}

/** Whether the client talks to this server, by asking it. AWS is never asked. @throws when that can't be known now */
async function keepsLeases(client: KinesisClient, application: string): Promise<boolean> {
  if (await isAws(client)) return false
  try {
    const input = { ApplicationName: application, MaxResults: 1 }
    const answer = (await callOwn(client, `${leasesTarget}.ListLeases`, input)) as { Leases?: unknown }
    return Array.isArray(answer.Leases)
  } catch (error) {
    if (hasCode(error, 'CONSUMER_ANSWER_UNREADABLE') || isUnknownOperation(error)) return false
    throw error
  }
}

/** Of the hosts of all partitions, dual-stack ones and VPC endpoints too. Source: the endpoint rules of AWS's SDKs. */
const awsHost = /(^|\.)(amazonaws|amazonwebservices|api\.aws|ic\.gov|sgov\.gov|adc-e\.uk)(\.|$)/

/** An endpoint that nobody has set, in code, in the environment or in a config file, is AWS's. */
async function isAws({ config }: KinesisClient): Promise<boolean> {
  if (config.endpoint !== undefined) return awsHost.test((await config.endpoint()).hostname)
  const configured = await config.serviceConfiguredEndpoint?.()
  return configured === undefined || awsHost.test(new URL(configured).hostname)
}

/**
 * Another server says it in one of many ways. That the caller may not or may not now is no such way: then it is not known
 * what the server has.
 */
function isUnknownOperation(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 500
  return status === 501 || (status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status))
}
