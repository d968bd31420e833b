/*
 * The Kinesis Producer Library and the Kinesis Client Library against a server, the leases in a DynamoDB of this process. A
 * second stream is put by Millrace's own producer.
 *
 *   node main.ts ENDPOINT CACHE_FOLDER CLASSES CLASSPATH_FILE
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { Producer } from '../../../src/producers/index.ts'
import { startDynamo } from './start-dynamo.ts'

const [endpoint = '', cache = '', classes = '', classpathFile = ''] = process.argv.slice(2)

const dynamoEndpoint = await startDynamo(cache)

/** In two requests, so that each key's records are in two aggregates. */
async function putAggregated(StreamName: string): Promise<void> {
  const client = new KinesisClient({ endpoint, region: 'us-east-1' })
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
  const producer = await Producer.start({ client, stream: StreamName, preserveOrder: true })
  for (const data of ['first', 'second']) {
    for (let i = 0; i < 20; i++) producer.put({ partitionKey: `key ${i}`, data }).catch(() => undefined)
    await producer.flush()
  }
  await producer.close()
  client.destroy()
}

const aggregatedStream = 'kcl-aggregated'
await putAggregated(aggregatedStream)

const args = [
  /* What the libraries say of themselves, for whoever has to find out why a step fails. */
  `-Dorg.slf4j.simpleLogger.logFile=${cache}/kcl.log`,
  ...['-cp', `${classes}:${readFileSync(classpathFile, 'utf8')}`, 'clients.Main'],
  ...[endpoint, dynamoEndpoint, `${cache}/kpl`, aggregatedStream],
]
const [exitCode] = await once(spawn('java', args, { stdio: 'inherit' }), 'exit')
process.exit(exitCode ?? 1)
