/*
 * What is in the table, and what others write there. That it is a lease store is in lease-stores/lease-store-contract.test.ts.
 */
import {
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import { DynamoLeaseStore } from '../../../src/consumers/dynamodb/index.ts'
import { HeldLease } from '../../../src/consumers/leases/held-lease.ts'
import { aLease } from '../leases/a-lease.ts'
import { startDynamo } from './start-dynamo.ts'

const TableName = 'billing'
const Key = { leaseKey: { S: aLease().key } }

async function openTable() {
  const dynamo = await startDynamo()
  const client = dynamo.client()
  const store = new DynamoLeaseStore({ client, table: TableName })
  await store.open()
  return { client, store, dynamo }
}

async function itemIn(client: DynamoDBClient) {
  return (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item
}

/** As the leader of the Kinesis Client Library's workers asks the owner to hand a lease over. */
async function handOver(client: DynamoDBClient, from: string, to: string): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET leaseOwner = :to, checkpointOwner = :from',
      ConditionExpression: 'leaseOwner = :from AND attribute_not_exists(checkpointOwner)',
      ExpressionAttributeValues: { ':to': { S: to }, ':from': { S: from } },
    }),
  )
}

test('the table is paid by request, with the index by owner, and made once', async () => {
  const { client, store, dynamo } = await openTable()
  await Promise.all([
    store.open(),
    new DynamoLeaseStore({ client: dynamo.client(), table: TableName }).open(),
  ])
  const { Table } = await client.send(new DescribeTableCommand({ TableName }))
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [{ AttributeName: 'leaseKey', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'LeaseOwnerToLeaseKeyIndex',
        KeySchema: [
          { AttributeName: 'leaseOwner', KeyType: 'HASH' },
          { AttributeName: 'leaseKey', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  })
})

test('a row has the columns of the Kinesis Client Library, and none for what there is not', async () => {
  const { client, store } = await openTable()
  await store.create(aLease())
  const bare = {
    leaseKey: { S: aLease().key },
    leaseCounter: { N: '0' },
    checkpoint: { S: 'TRIM_HORIZON' },
    checkpointSubSequenceNumber: { N: '0' },
    ownerSwitchesSinceCheckpoint: { N: '0' },
    throughputKBps: { N: '0' },
  }
  expect(await itemIn(client)).toEqual(bare)
  const lease = aLease({
    counter: 1,
    owner: 'a',
    checkpointOwner: 'b',
    parents: ['shardId-1', 'shardId-2'],
    children: ['shardId-3'],
    startingHashKey: '0',
    endingHashKey: '99',
    bytesPerSecond: 1536,
  })
  await store.replace(lease, aLease())
  expect(await itemIn(client)).toEqual({
    ...bare,
    leaseCounter: { N: '1' },
    leaseOwner: { S: 'a' },
    checkpointOwner: { S: 'b' },
    parentShardId: { SS: ['shardId-1', 'shardId-2'] },
    childShardIds: { SS: ['shardId-3'] },
    startingHashKey: { S: '0' },
    endingHashKey: { S: '99' },
    throughputKBps: { N: '1.5' },
  })
  await store.replace(aLease({ counter: 2 }), lease)
  expect(await itemIn(client)).toEqual({ ...bare, leaseCounter: { N: '2' } })
})

test('of several streams a row names its stream, and parents and children by their ids alone', async () => {
  const { client, store } = await openTable()
  const stream = '000000000000:orders:1700000000'
  const key = `${stream}:shardId-1`
  const lease = aLease({ key, parents: [`${stream}:shardId-0`], children: [`${stream}:shardId-2`] })
  await store.create(lease)
  const row = await client.send(new GetItemCommand({ TableName, Key: { leaseKey: { S: key } } }))
  expect(row.Item).toMatchObject({
    streamName: { S: stream },
    shardId: { S: 'shardId-1' },
    parentShardId: { SS: ['shardId-0'] },
    childShardIds: { SS: ['shardId-2'] },
  })
  expect(await store.get(key)).toEqual(lease)
})

test('what others keep in a row stays, but a pending checkpoint goes with the next checkpoint', async () => {
  const { client, store } = await openTable()
  await store.create(aLease({ owner: 'a' }))
  const others = {
    streamName: { S: '000000000000:orders:1' },
    pendingCheckpoint: { S: '5' },
    pendingCheckpointSubSequenceNumber: { N: '0' },
    pendingCheckpointState: { B: Buffer.from('state') },
  }
  const Item = { ...(await itemIn(client)), ...others }
  await client.send(new PutItemCommand({ TableName, Item }))
  const renewed = aLease({ owner: 'a', counter: 1 })
  expect(await store.replace(renewed, aLease({ owner: 'a' }))).toBe(true)
  expect(await itemIn(client)).toMatchObject({ streamName: others.streamName, pendingCheckpoint: { S: '5' } })
  const saved = { ...renewed, counter: 2, checkpoint: { sequenceNumber: '7', subSequenceNumber: 0 } }
  expect(await store.replace(saved, renewed)).toBe(true)
  const item = await itemIn(client)
  expect(item).toMatchObject({ streamName: others.streamName, checkpoint: { S: '7' } })
  expect(Object.keys(item ?? {}).filter((name) => name.startsWith('pending'))).toEqual([])
})

test('rows that are no leases are passed over', async () => {
  const { client, store } = await openTable()
  const Item = { leaseKey: { S: 'worker-1' }, entityType: { S: 'WORKER_METRIC_STATS' }, lut: { N: '1' } }
  await client.send(new PutItemCommand({ TableName, Item }))
  await store.create(aLease())
  expect(await store.list()).toEqual([aLease()])
  expect(await store.get('worker-1')).toBeUndefined()
})

test('a row whose owner was changed without its counter is not overwritten', async () => {
  const { client, store } = await openTable()
  const mine = aLease({ owner: 'a' })
  await store.create(mine)
  await handOver(client, 'a', 'java')
  expect(await store.replace({ ...mine, counter: 1 }, mine)).toBe(false)
  const row = { ...mine, owner: 'java', checkpointOwner: 'a' }
  expect(await store.get(mine.key)).toEqual(row)
  expect(await store.replace({ ...row, counter: 1, checkpointOwner: undefined }, row)).toBe(true)
})

test('a worker whose lease the library’s leader gives to another writes its checkpoint, and lets go', async () => {
  const { client, store } = await openTable()
  const mine = aLease({ owner: 'a', counter: 3 })
  await store.create(mine)
  const clock = new ManualClock()
  const held = new HeldLease(mine, 0, { store, clock, worker: 'a', failoverMs: 10_000 })
  await handOver(client, 'a', 'java')
  await held.renew(0)
  expect({ asked: held.asked.aborted, lost: held.lost.aborted }).toEqual({ asked: true, lost: false })
  await held.checkpoint({ sequenceNumber: '9', subSequenceNumber: 0 })
  await held.release()
  expect(await store.get(mine.key)).toMatchObject({
    owner: 'java',
    checkpointOwner: undefined,
    checkpoint: { sequenceNumber: '9' },
  })
})
