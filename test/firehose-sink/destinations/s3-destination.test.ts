import { expect, test } from 'vitest'
import { S3Destination } from '../../../src/firehose-sink/destinations/s3/s3-destination.ts'
import { plainFormat } from '../../../src/firehose-sink/formats/object-format.ts'

const signal = new AbortController().signal

/** Puts each partition under its key `k`. */
function open(partitionKeys: readonly string[], keyOfAll?: string) {
  const stored: string[] = []
  const destination = new S3Destination({
    bucket: 'bucket',
    keyOf: (object) => keyOfAll ?? object.partitionKeys?.k ?? '',
    fileNameOf: () => 'file',
    format: plainFormat('UNCOMPRESSED'),
    partitionKeys,
    objects: {
      put: async ({ key }) => {
        stored.push(key)
      },
    },
  })
  return { destination, stored }
}

const recordOf = (k: string, i: number) => ({
  ...{ data: Buffer.from('x'), arrivalMs: 1, position: String(i) },
  partitionKeys: { k },
})

const deliver = (destination: S3Destination, keys: readonly string[]) =>
  destination.deliver({ id: 'id', attempt: 1, records: keys.map(recordOf), signal })

test('a partition whose key no bucket takes is given up, and keeps nobody else waiting', async () => {
  const { destination, stored } = open(['k'])
  const long = '\u00e9'.repeat(513)
  const failed = await deliver(destination, ['a', long, 'a', long])
  expect(stored).toEqual(['a'])
  expect(failed.map(({ index, code, retryable }) => ({ index, code, retryable }))).toEqual(
    [1, 3].map((index) => ({ index, code: 'DynamicPartitioning.KeyTooLong', retryable: false })),
  )
  expect(failed[0]!.message).toContain('1026 bytes')
  expect(await deliver(destination, [long])).toHaveLength(1)
  expect(await deliver(destination, ['k'.repeat(1024)])).toEqual([])
})

test('without partitions a long key is the bucket\u2019s to refuse: the error output has the same prefix', async () => {
  const { destination, stored } = open([], 'k'.repeat(2000))
  expect(await deliver(destination, ['a'])).toEqual([])
  expect(stored).toHaveLength(1)
})
