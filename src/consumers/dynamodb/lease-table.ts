import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { isNamed } from '../kinesis/failures.ts'

/** As the library names it. Its workers find their own leases by it; these do without. */
const ownerIndex = 'LeaseOwnerToLeaseKeyIndex'
/** AWS makes a table within seconds, rarely minutes. */
const tableSecondsMax = 600

/** Makes the table of the leases as the Kinesis Client Library 3 would, paid by request, if it is not there. */
export async function ensureTable(client: DynamoDBClient, TableName: string): Promise<void> {
  if (await isActive(client, TableName)) return
  await createTable(client, TableName)
  await waitUntilTableExists(
    { client, maxWaitTime: tableSecondsMax, minDelay: 1, maxDelay: 5 },
    { TableName },
  )
}

async function isActive(client: DynamoDBClient, TableName: string): Promise<boolean> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }))
    return Table?.TableStatus === 'ACTIVE' || Table?.TableStatus === 'UPDATING'
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return false
    throw error
  }
}

async function createTable(client: DynamoDBClient, TableName: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'leaseKey', KeyType: 'HASH' }],
        AttributeDefinitions: [
          { AttributeName: 'leaseKey', AttributeType: 'S' },
          { AttributeName: 'leaseOwner', AttributeType: 'S' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: ownerIndex,
            KeySchema: [
              { AttributeName: 'leaseOwner', KeyType: 'HASH' },
              { AttributeName: 'leaseKey', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    )
  } catch (error) {
    /* Another worker was first. */
    if (!isNamed(error, 'ResourceInUseException')) throw error
  }
}
