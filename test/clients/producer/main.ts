/*
 * What Millrace's producer aggregates, AWS's library for Python (aws-kinesis-agg) takes apart, and what that aggregates,
 * Millrace's reader does.
 *
 *   node main.ts PYTHON ENDPOINT
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis'
import { readAggregatedRecord } from '../../../src/aggregation/index.ts'
import { Producer } from '../../../src/producers/index.ts'

/** Data in base64. */
interface UserRecord {
  readonly partitionKey: string
  readonly explicitHashKey: string | null
  readonly data: string
}

const [python = '', endpoint = ''] = process.argv.slice(2)
const StreamName = 'aggregated'
const client = new KinesisClient({ endpoint, region: 'us-east-1' })
const program = fileURLToPath(new URL('aggregation.py', import.meta.url))

function ask(mode: 'aggregate' | 'deaggregate', input: unknown): unknown {
  const output = execFileSync(python, ['-B', program, mode], { input: JSON.stringify(input) })
  return JSON.parse(output.toString())
}

const records: readonly UserRecord[] = Array.from({ length: 300 }, (_, i) => ({
  partitionKey: ['truck', 'ключ', '🚚'][i % 3] as string,
  explicitHashKey: i % 5 === 0 ? `${2n ** 127n + BigInt(i)}` : null,
  data: Buffer.alloc(i, i).toString('base64'),
}))

async function storedRecords(): Promise<string[]> {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  )
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }))
  return Records.map(({ Data }) => Buffer.from(Data ?? []).toString('base64'))
}

function equal(actual: unknown, expected: unknown): void {
  const [text, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (text !== wanted) throw new Error(`${text.slice(0, 200)} is not ${wanted.slice(0, 200)}`)
}

const steps: Readonly<Record<string, () => Promise<void>>> = {
  async 'aws-kinesis-agg takes apart what the producer has aggregated'() {
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
    const producer = await Producer.start({ client, stream: StreamName, preserveOrder: true })
    for (const { partitionKey, explicitHashKey, data } of records) {
      const explicit = explicitHashKey === null ? {} : { explicitHashKey }
      producer.put({ partitionKey, ...explicit, data: Buffer.from(data, 'base64') }).catch(() => undefined)
    }
    await producer.close()
    const stored = await storedRecords()
    if (stored.length >= records.length) throw new Error(`not aggregated: ${stored.length} records`)
    /* An order there is for each key only. */
    const got = ask('deaggregate', stored) as UserRecord[]
    for (const key of new Set(records.map(({ partitionKey }) => partitionKey))) {
      const ofKey = ({ partitionKey }: UserRecord) => partitionKey === key
      const wanted = records.filter(ofKey)
      /* Where a record has no hash key, that library gives the one of a record before it. */
      equal(
        got
          .filter(ofKey)
          .map((record, i) => (wanted[i]?.explicitHashKey ? record : { ...record, explicitHashKey: null })),
        wanted,
      )
    }
    equal(got.length, records.length)
  },
  async 'the reader takes apart what aws-kinesis-agg has aggregated'() {
    const [aggregated = ''] = ask('aggregate', records) as string[]
    const got = readAggregatedRecord(Buffer.from(aggregated, 'base64'))?.map(
      ({ partitionKey, explicitHashKey, data }) => ({
        partitionKey,
        explicitHashKey: explicitHashKey ?? null,
        data: data.toString('base64'),
      }),
    )
    /* That library derives a hash key where there is none. */
    const withoutHashKeys = (list: readonly UserRecord[] = []) =>
      list.map(({ partitionKey, data }) => ({ partitionKey, data }))
    equal(withoutHashKeys(got), withoutHashKeys(records))
  },
}

for (const [name, step] of Object.entries(steps)) {
  try {
    await step()
    console.log(`ok ${name}`)
  } catch (error) {
    console.log(`not ok ${name}: ${String(error).replaceAll('\n', ' | ')}`)
    process.exitCode = 1
  }
}
client.destroy()
