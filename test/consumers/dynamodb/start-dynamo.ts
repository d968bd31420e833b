import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { onTestFinished } from 'vitest'

/** Tables are ready at once. */
const tableTimes = { createTableMs: 0, updateTableMs: 0 }

export interface TestDynamo {
  readonly endpoint: string
  /** A client that goes with the test. */
  client(): DynamoDBClient
}

/** A DynamoDB in this process, in memory, that goes with the test. */
export async function startDynamo(): Promise<TestDynamo> {
  const server = dynalite(tableTimes).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const clients: DynamoDBClient[] = []
  onTestFinished(() => {
    for (const client of clients) client.destroy()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    client() {
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
      const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials })
      clients.push(client)
      return client
    },
  }
}
