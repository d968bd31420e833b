import { afterEach, expect, test, vi } from 'vitest'
import { S3Objects } from '../../../src/firehose-sink/objects/s3-objects.ts'
import { TestServers } from '../../http-client/test-servers.ts'
import { S3Server } from './s3-server.ts'

const servers = new TestServers()
const opened: S3Objects[] = []

afterEach(async () => {
  for (const objects of opened.splice(0)) objects.close()
  await servers.close()
  vi.unstubAllEnvs()
})

async function openAt(server: S3Server): Promise<S3Objects> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  vi.stubEnv('AWS_REGION', 'us-east-1')
  const objects = await S3Objects.open(await servers.serve(server.handle))
  opened.push(objects)
  return objects
}

const { signal } = new AbortController()
const metadata = { contentType: 'application/octet-stream' }

test('S3Objects puts an object whole, by any key', async () => {
  const server = new S3Server()
  const objects = await openAt(server)
  const body = [Buffer.from('a'), Buffer.from('b')]
  for (const key of ['2026/11/26/a.json', 'a b+c=%ü&?#'])
    await objects.put({ bucket: 'logs', key, body, metadata }, signal)
  expect([...server.objects.keys()]).toEqual(['/logs/2026/11/26/a.json', '/logs/a b+c=%ü&?#'])
  for (const object of server.objects.values())
    expect([object.body.toString(), object.contentType]).toEqual(['ab', 'application/octet-stream'])
})

test('S3Objects puts a large object in parts', async () => {
  const server = new S3Server()
  const objects = await openAt(server)
  const body = Array.from({ length: 20 }, (_, i) => Buffer.alloc(1_000_000, i))
  await objects.put({ bucket: 'logs', key: 'large', body, metadata }, signal)
  expect(server.objects.get('/logs/large')?.body.equals(Buffer.concat(body))).toBe(true)
  expect(server.uploads.size).toBe(0)
})

test('a part that is refused leaves no object and no upload', async () => {
  const server = new S3Server()
  server.refusing = true
  const objects = await openAt(server)
  const body = [Buffer.alloc(20_000_000)]
  const put = objects.put({ bucket: 'logs', key: 'large', body, metadata }, signal)
  await expect(put).rejects.toMatchObject({ code: 'FIREHOSE_DELIVERY_FAILED', retryable: true })
  expect([server.objects.size, server.uploads.size]).toEqual([0, 0])
})

test('an attempt that is over puts nothing', async () => {
  const server = new S3Server()
  const objects = await openAt(server)
  for (const size of [1, 20_000_000]) {
    const put = objects.put(
      { bucket: 'logs', key: 'k', body: [Buffer.alloc(size)], metadata },
      AbortSignal.abort(),
    )
    await expect(put).rejects.toMatchObject({ code: 'FIREHOSE_DELIVERY_FAILED' })
  }
  expect(server.objects.size).toBe(0)
})

test('the class of an object and the owner of its bucket go with it, whole or in parts', async () => {
  const server = new S3Server()
  const objects = await openAt(server)
  const place = { bucket: 'logs', owner: '111111111111' }
  const cold = { ...metadata, storageClass: 'GLACIER_IR' as const }
  for (const [key, size] of [
    ['small', 1],
    ['large', 9_000_000],
  ] as const)
    await objects.put({ ...place, key, body: [Buffer.alloc(size)], metadata: cold }, signal)
  for (const object of server.objects.values())
    expect(object).toMatchObject({ storageClass: 'GLACIER_IR', owner: '111111111111' })
  expect(server.objects.size).toBe(2)
})

test('S3Objects tells what a bucket lacks for good, and what cannot be told now', async () => {
  const server = new S3Server()
  server.buckets.set('logs', '111111111111')
  const objects = await openAt(server)
  const lackOf = (bucket: string, owner: string) => objects.lackOf({ bucket, owner }, signal)
  expect(await lackOf('logs', '111111111111')).toBeUndefined()
  expect(await lackOf('logs', '222222222222')).toBe(
    'The bucket logs may not be used, or does not belong to 222222222222.',
  )
  expect(await lackOf('none', '111111111111')).toBe('The bucket none does not exist.')
  await expect(
    objects.lackOf({ bucket: 'logs', owner: '111111111111' }, AbortSignal.abort()),
  ).rejects.toMatchObject({ code: 'FIREHOSE_DELIVERY_FAILED' })
})
