/* What is too much for one piece of a read is answered in parts. That they are the bytes of the general path is in byte-forms and framed-forms. */
import { expect, test } from 'vitest'
import type { ApiResponse } from '../../../src/api/index.ts'
import { framedBody, framedType, partsOfFramed, readRecords } from '../../../src/framed/index.ts'
import { wholeBody } from '../whole-body.ts'
import { send, startServer, type TestServer } from './both-forms.ts'

const recordSize = 10_000
const count = 100
const puts = [
  [0, 60],
  [60, count],
] as const

/** A shard with 1 MB of records, of which one piece has 256 KiB. */
async function startFilled() {
  const server = await startServer()
  for (const [from, to] of puts) {
    const Records = Array.from({ length: to - from }, (_, i) => ({
      Data: Buffer.alloc(recordSize, from + i).toString('base64'),
      PartitionKey: 'k',
      ExplicitHashKey: '0',
    }))
    await send(server, 'PutRecords', JSON.stringify({ StreamName: 'orders', Records }))
    server.clock.advance(1_000)
  }
  return server
}

async function get(server: TestServer, contentType?: string): Promise<ApiResponse> {
  const request = { StreamName: 'orders', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }
  const { body } = await send(server, 'GetShardIterator', JSON.stringify(request))
  const members = `{"ShardIterator":"${JSON.parse(String(body)).ShardIterator}"}`
  const framed = framedBody({ records: Buffer.of(), members: Buffer.from(members) })
  return await send(server, 'GetRecords', contentType === framedType ? framed : members, contentType)
}

function partsOf({ body }: ApiResponse): AsyncIterator<Buffer> {
  if (typeof body === 'string' || !('parts' in body)) throw new Error('not in parts')
  return body.parts[Symbol.asyncIterator]()
}

test.each([undefined, framedType])(
  'no part is longer than a piece of the read makes it: %s',
  async (contentType) => {
    const parts = partsOf(await get(await startFilled(), contentType))
    const sizes: number[] = []
    for (let part = await parts.next(); part.done !== true; part = await parts.next())
      sizes.push(part.value.length)
    expect(sizes).toHaveLength(3)
    for (const size of sizes) expect(size).toBeLessThan(800_000)
  },
)

test('an answer that one piece has all of is whole, and one that has nothing too', async () => {
  const server = await startServer()
  for (const contentType of [undefined, framedType]) {
    expect(Buffer.isBuffer((await get(server, contentType)).body)).toBe(true)
  }
  const record = { StreamName: 'orders', Data: 'AA==', PartitionKey: 'k', ExplicitHashKey: '0' }
  await send(server, 'PutRecord', JSON.stringify(record))
  const answer = await get(server)
  expect(Buffer.isBuffer(answer.body)).toBe(true)
  expect(JSON.parse(String(await wholeBody(answer))).Records).toHaveLength(1)
})

test('a part is made when it is asked for: what retention has taken by then is not in it, and the next read begins behind', async () => {
  const server = await startFilled()
  const parts = partsOf(await get(server, framedType))
  const first = Buffer.from((await parts.next()).value)
  server.clock.advance(24 * 3_600_000 - 1_500)
  const tail = Buffer.from((await parts.next()).value)
  expect((await parts.next()).done).toBe(true)
  const { records, members } = partsOfFramed(Buffer.concat([first, tail]))!
  const { Records, NextShardIterator } = JSON.parse(String(members))
  const read = readRecords(records, BigInt(Records[0].SequenceNumber))!
  expect(read.map(({ Data }) => Data[0])).toEqual(Array.from({ length: read.length }, (_, i) => i))
  expect(read.length).toBe(52)
  expect(NextShardIterator).toBeDefined()
})

test('a stream that is deleted while an answer is written ends it where it is', async () => {
  const server = await startFilled()
  const answer = await get(server)
  const parts = partsOf(answer)
  const first = String((await parts.next()).value)
  expect((await send(server, 'DeleteStream', '{"StreamName":"orders"}')).status).toBe(200)
  const rest: string[] = []
  for (let part = await parts.next(); part.done !== true; part = await parts.next())
    rest.push(String(part.value))
  const { Records } = JSON.parse(first + rest.join(''))
  expect(Records.length).toBeGreaterThan(20)
  expect(Records.length).toBeLessThan(count)
})
