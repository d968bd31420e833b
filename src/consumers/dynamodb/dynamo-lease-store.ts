import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { isNamed } from '../kinesis/failures.ts'
import type { Lease } from '../leases/lease.ts'
import type { LeaseStore } from '../leases/lease-store.ts'
import { itemOf, leaseOf } from './lease-item.ts'
import { ensureTable } from './lease-table.ts'
import { removalOf, updateOf } from './lease-update.ts'

export interface DynamoLeaseStoreOptions {
  /** Of the AWS SDK. Stays the caller's. */
  readonly client: DynamoDBClient
  /** Made if it is not there. The Kinesis Client Library gives it the name of the application. */
  readonly table: string
  /** How many items are read in one call at most; by default as many as 1 MB has. */
  readonly pageSize?: number
}

/**
 * Leases in a table of DynamoDB, in the layout of the Kinesis Client Library 3: workers of an application may move from one
 * to the other, and work side by side. Each hands over what the other asks for when it has saved its batch; `handOverMs` has
 * to be longer than that takes. Reads are consistent.
 */
export class DynamoLeaseStore implements LeaseStore {
  readonly #client: DynamoDBClient
  readonly #table: { readonly TableName: string }
  readonly #page: { readonly Limit?: number }

  constructor({ client, table, pageSize }: DynamoLeaseStoreOptions) {
    this.#client = client
    this.#table = { TableName: table }
    this.#page = pageSize === undefined ? {} : { Limit: pageSize }
  }

  async open(): Promise<void> {
    await ensureTable(this.#client, this.#table.TableName)
  }

  async list(): Promise<Lease[]> {
    const leases: Lease[] = []
    let start: Record<string, AttributeValue> | undefined
    do {
      const page = await this.#client.send(
        new ScanCommand({
          ...this.#table,
          ...this.#page,
          ConsistentRead: true,
          ...(start !== undefined && { ExclusiveStartKey: start }),
        }),
      )
      leases.push(...(page.Items ?? []).map(leaseOf).filter((lease) => lease !== undefined))
      start = page.LastEvaluatedKey
    } while (start !== undefined)
    return leases
  }

  async get(key: string): Promise<Lease | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ ...this.#table, Key: { leaseKey: { S: key } }, ConsistentRead: true }),
    )
    return Item && leaseOf(Item)
  }

  create(lease: Lease): Promise<boolean> {
    const ConditionExpression = 'attribute_not_exists(leaseKey)'
    return isDone(
      this.#client.send(new PutItemCommand({ ...this.#table, Item: itemOf(lease), ConditionExpression })),
    )
  }

  replace(lease: Lease, before: Lease): Promise<boolean> {
    const Key = { leaseKey: { S: lease.key } }
    return isDone(
      this.#client.send(new UpdateItemCommand({ ...this.#table, Key, ...updateOf(lease, before) })),
    )
  }

  remove(key: string, counter: number): Promise<boolean> {
    const Key = { leaseKey: { S: key } }
    return isDone(this.#client.send(new DeleteItemCommand({ ...this.#table, Key, ...removalOf(counter) })))
  }
}

/** False for a write whose condition did not hold. */
async function isDone(write: Promise<unknown>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false
    throw error
  }
}
