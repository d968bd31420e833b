import { randomBytes } from 'node:crypto'
import { kinesisRequest } from './http-request.ts'
import { kinesisCall } from './kinesis-call.ts'
import { base64OfId } from './record-id.ts'
import type { ShardOffer } from './shard-offer.ts'
import { hashKeyOf, shardIdOf } from './streams.ts'

/** Of keys and data, as the limits count them. */
export const recordSize = 4096
/** What the bucket of a shard holds at the least. */
const largestRecord = 1024 * 1024
const smallRecordSize = 20
const key = 'k'
const putsPerSecond = 4

export interface ShardLimits {
  readonly bytesIn: number
  readonly recordsIn: number
  readonly bytesOut: number
  readonly reads: number
}

export interface OfferedStream {
  readonly url: string
  readonly name: string
  readonly shards: number
  readonly limits: ShardLimits
}

/** Random bytes behind a number, which an EventReader looks for. */
export function recordsFor(shard: number, shards: number, count: number, size = recordSize): object[] {
  const id = Buffer.from(base64OfId(0), 'base64')
  const ExplicitHashKey = hashKeyOf(shard, shards)
  return Array.from({ length: count }, () => {
    const data = Buffer.concat([id, randomBytes(size)]).subarray(0, size - key.length)
    return { PartitionKey: key, ExplicitHashKey, Data: data.toString('base64') }
  })
}

/** Twice as many records as a shard takes in a second, in four calls. */
export function recordsInOffer(stream: OfferedStream): ShardOffer {
  const limitPerSecond = stream.limits.recordsIn
  return putOffer(stream, {
    what: 'records in',
    limitPerSecond,
    burst: limitPerSecond,
    size: smallRecordSize,
    unit: 1,
  })
}

/** Twice as many bytes as a shard takes in a second, in four calls. */
export function bytesInOffer(stream: OfferedStream): ShardOffer {
  const limitPerSecond = stream.limits.bytesIn
  const burst = Math.max(limitPerSecond, largestRecord)
  return putOffer(stream, { what: 'bytes in', limitPerSecond, burst, size: recordSize, unit: recordSize })
}

interface PutLoad extends Pick<ShardOffer, 'what' | 'limitPerSecond' | 'burst'> {
  readonly size: number
  /** How much of the limit a record takes. */
  readonly unit: number
}

function putOffer({ name, shards }: OfferedStream, load: PutLoad): ShardOffer {
  const { what, limitPerSecond, burst, size, unit } = load
  const count = Math.floor((2 * limitPerSecond) / putsPerSecond / unit)
  return {
    ...{ what, limitPerSecond, burst, paid: 'before' },
    ...{ requestsPerSecond: putsPerSecond, amount: count * unit },
    requests: Array.from({ length: shards }, (_, shard) =>
      kinesisRequest('PutRecords', { StreamName: name, Records: recordsFor(shard, shards, count, size) }),
    ),
    admitted(body) {
      const failed = /"FailedRecordCount":(\d+)/.exec(body.toString('latin1', 0, 100))?.[1]
      return (count - Number(failed)) * unit
    },
  }
}

/** Reads of one record. */
export async function readsOffer(stream: OfferedStream, perSecond: number): Promise<ShardOffer> {
  const { reads } = stream.limits
  return {
    ...{ what: 'reads', limitPerSecond: reads, burst: reads, amount: 1, paid: 'before' },
    requestsPerSecond: perSecond,
    requests: await readRequests(stream, 1),
  }
}

/** Reads of which a second's bytes allow two and a half. */
export async function bytesOutOffer(stream: OfferedStream, perSecond: number): Promise<ShardOffer> {
  const { bytesOut } = stream.limits
  const records = Math.floor(bytesOut / 2.5 / recordSize)
  return {
    ...{ what: 'bytes out', limitPerSecond: bytesOut, burst: bytesOut, paid: 'after' },
    ...{ requestsPerSecond: perSecond, amount: records * recordSize },
    requests: await readRequests(stream, records),
  }
}

function readRequests({ url, name, shards }: OfferedStream, Limit: number): Promise<Buffer[]> {
  const requests = Array.from({ length: shards }, async (_, shard) => {
    const input = { StreamName: name, ShardId: shardIdOf(shard), ShardIteratorType: 'TRIM_HORIZON' }
    const { ShardIterator } = await kinesisCall<{ ShardIterator: string }>(url, 'GetShardIterator', input)
    return kinesisRequest('GetRecords', { ShardIterator, Limit })
  })
  return Promise.all(requests)
}
