/* What the steps of the JavaScript SDK share: its clients, and streams to work on. */
import { equal } from 'node:assert/strict'
import {
  CreateStreamCommand,
  type CreateStreamCommandInput,
  DescribeStreamSummaryCommand,
  KinesisClient,
  type StreamDescriptionSummary,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'

const [server = '', hastyServer = '', transport] = process.argv.slice(2)

/** Speaks HTTP/2 unless told otherwise, to `http://` endpoints too. Account and secret are those of the environment. */
const clientOf = (endpoint: string) =>
  new KinesisClient({
    endpoint,
    region: 'us-east-1',
    ...(transport === 'h1' && { requestHandler: new NodeHttpHandler() }),
  })

export const client = clientOf(server)
/** Time runs a thousand times as fast for this server: see test/clients/hasty-server.ts. */
export const hasty = clientOf(hastyServer)

export const firstShard = 'shardId-000000000000'
export const waiter = { client, maxWaitTime: 10, minDelay: 1 }

/** Creates a stream and waits for it. @returns its ARN */
export async function create(settings: CreateStreamCommandInput & { StreamName: string }): Promise<string> {
  const { StreamName } = settings
  await client.send(new CreateStreamCommand(settings))
  await waitUntilStreamExists(waiter, { StreamName })
  return (await summary(StreamName)).StreamARN ?? ''
}

export async function summary(StreamName: string): Promise<StreamDescriptionSummary> {
  const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
  equal(answer.StreamDescriptionSummary?.StreamName, StreamName)
  return answer.StreamDescriptionSummary
}
