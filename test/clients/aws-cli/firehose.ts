/*
 * A delivery stream with the real `aws` command, from its making to its end.
 *
 *   node firehose.ts AWS_COMMAND ENDPOINT
 */
import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { step } from '../steps.ts'

const [aws = 'aws', endpoint = ''] = process.argv.slice(2)
const named = ['--delivery-stream-name', 'cli-orders']
const bucket = 'RoleARN=arn:aws:iam::000000000000:role/firehose,BucketARN=arn:aws:s3:::cli-orders'

function firehose(operation: string, ...args: string[]) {
  const all = ['--endpoint-url', endpoint, 'firehose', operation, ...named, ...args]
  return spawnSync(aws, all, { encoding: 'utf8' })
}

/** Runs one command that must succeed. @returns what it printed, parsed; an empty object for nothing */
function done<Output>(operation: string, ...args: string[]): Output {
  const { status, stdout, stderr } = firehose(operation, ...args)
  equal(status, 0, stderr.trim())
  return JSON.parse(stdout || '{}')
}

interface Described {
  readonly DeliveryStreamDescription: {
    readonly DeliveryStreamStatus: string
    readonly VersionId: string
    readonly Destinations: readonly { readonly DestinationId: string }[]
  }
}

await step('create-delivery-stream and describe-delivery-stream', () => {
  done('create-delivery-stream', '--extended-s3-destination-configuration', bucket)
  const { DeliveryStreamDescription } = done<Described>('describe-delivery-stream')
  equal(DeliveryStreamDescription.DeliveryStreamStatus, 'ACTIVE')
})
await step('put-record and put-record-batch', () => {
  match(done<{ RecordId: string }>('put-record', '--record', 'Data=aGVsbG8=').RecordId, /^[0-9a-f]+$/)
  const records = ['Data=YQ==', 'Data=Yg==']
  equal(done<{ FailedPutCount: number }>('put-record-batch', '--records', ...records).FailedPutCount, 0)
})
await step('tags', () => {
  done('tag-delivery-stream', '--tags', 'Key=stage,Value=test', 'Key=team,Value=a')
  done('untag-delivery-stream', '--tag-keys', 'team')
  const { Tags } = done<{ Tags: object[] }>('list-tags-for-delivery-stream')
  deepEqual(Tags, [{ Key: 'stage', Value: 'test' }])
})
await step('start-delivery-stream-encryption and stop-delivery-stream-encryption', () => {
  done('start-delivery-stream-encryption')
  done('stop-delivery-stream-encryption')
})
await step('update-destination', () => {
  const { VersionId, Destinations } = done<Described>('describe-delivery-stream').DeliveryStreamDescription
  done(
    'update-destination',
    ...['--current-delivery-stream-version-id', VersionId],
    ...['--destination-id', Destinations[0]?.DestinationId ?? ''],
    ...['--extended-s3-destination-update', 'Prefix=new/'],
  )
})
await step('an existing name is a ResourceInUseException', () => {
  const { status, stderr } = firehose(
    'create-delivery-stream',
    '--extended-s3-destination-configuration',
    bucket,
  )
  notEqual(status, 0)
  match(stderr, /\(ResourceInUseException\)/)
})
await step('delete-delivery-stream and list-delivery-streams', () => {
  done('delete-delivery-stream')
  const { status, stdout } = spawnSync(
    aws,
    ['--endpoint-url', endpoint, 'firehose', 'list-delivery-streams'],
    {
      encoding: 'utf8',
    },
  )
  deepEqual([status, JSON.parse(stdout).DeliveryStreamNames], [0, []])
})
