/*
 * Records into files: a delivery stream that brings what is put into it to a bucket, which is a folder here.
 *
 *   npm start -- --firehose-root ./objects               # in one terminal
 *   node examples/10-stream-to-folder.ts http://127.0.0.1:4567 ./objects
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-firehose. With --firehose-root elsewhere, say where.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  PutRecordBatchCommand,
} from '@aws-sdk/client-firehose'

const [endpoint = 'http://127.0.0.1:4567', root = 'objects'] = process.argv.slice(2)
const client = new FirehoseClient({
  endpoint,
  region: 'us-east-1',
  /* Any will do: signatures are not checked. 12 digits as the key id would name an account. */
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const DeliveryStreamName = 'clicks'

await client.send(
  new CreateDeliveryStreamCommand({
    DeliveryStreamName,
    ExtendedS3DestinationConfiguration: {
      RoleARN: 'arn:aws:iam::000000000000:role/firehose',
      BucketARN: 'arn:aws:s3:::clicks',
      Prefix: 'raw/',
      /* A file as soon as 5 MiB are together, and every second if there is anything. */
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 1 },
    },
  }),
)
const { DeliveryStreamDescription } = await client.send(
  new DescribeDeliveryStreamCommand({ DeliveryStreamName }),
)
console.log(`${DeliveryStreamName} is ${DeliveryStreamDescription?.DeliveryStreamStatus}`)

const clicks = ['home', 'search', 'basket'].map((page) => `${JSON.stringify({ page })}\n`)
const { FailedPutCount } = await client.send(
  new PutRecordBatchCommand({
    DeliveryStreamName,
    Records: clicks.map((line) => ({ Data: Buffer.from(line) })),
  }),
)
console.log(`put ${clicks.length}, failed ${FailedPutCount}`)

/* `clicks/raw/2026/11/26/05/clicks-1-2026-11-26-05-24-54-<uuid>`: there it is whole or not at all. */
const folder = join(root, 'clicks', 'raw')
while (!existsSync(folder)) await sleep(50)
for (;;) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  for (const { parentPath, name } of files) process.stdout.write(readFileSync(join(parentPath, name)))
  if (files.length > 0) break
  await sleep(50)
}
client.destroy()
