import { Encoder } from 'cbor-x'
import type { SeededRandom } from '../../sim/seeded-random.ts'
import { hostileBytes, hostileInput, operationNames, sampleInputs } from './hostile-values.ts'

/** A request that is HTTP, whatever else it is. */
export interface HostileCall {
  readonly kind: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const cbor = new Encoder({ useRecords: false, mapsAsObjects: true })
const jsonType = 'application/x-amz-json-1.1'
const cborType = 'application/x-amz-cbor-1.1'

/** What only the server can give, and works, so that some requests come further than the door. */
export interface Handles {
  readonly iterator: string
  readonly consumerArn: string
}

export function hostileCall(random: SeededRandom, { iterator, consumerArn }: Handles): HostileCall {
  const operation = random.pick(operationNames)
  const input = {
    ...sampleInputs[operation],
    ...(operation === 'GetRecords' && { ShardIterator: iterator }),
    ...(operation === 'SubscribeToShard' && { ConsumerARN: consumerArn }),
  }
  const kind = random.pick([
    'json-values',
    'json-bytes',
    'cbor-values',
    'cbor-bytes',
    'bytes',
    'depth',
    'headers',
  ])
  const call = (body: Buffer, type: string): HostileCall => ({
    kind: `${kind} ${operation}`,
    method: 'POST',
    path: '/',
    headers: { 'content-type': type, 'x-amz-target': `Kinesis_20131202.${operation}` },
    body,
  })
  switch (kind) {
    case 'json-values':
      return call(Buffer.from(JSON.stringify(hostileInput(random, input)) ?? ''), jsonType)
    case 'json-bytes':
      return call(hostileBytes(random, Buffer.from(JSON.stringify(input))), jsonType)
    case 'cbor-values':
      return call(cbor.encode(hostileInput(random, input)), cborType)
    case 'cbor-bytes':
      return call(hostileBytes(random, cbor.encode(input)), cborType)
    case 'depth':
      return call(deepBody(random), random.pick([jsonType, cborType]))
    case 'headers':
      return withHostileHeaders(random, call(Buffer.from(JSON.stringify(input)), jsonType))
    default:
      return call(random.bytes(random.below(2000)), random.pick([jsonType, cborType]))
  }
}

/** Containers in containers, and containers that claim more members than there is memory. */
function deepBody(random: SeededRandom): Buffer {
  const times = 10 ** (1 + random.below(5))
  const piece = random.pick([
    Buffer.from('['),
    Buffer.from('{"a":'),
    Buffer.from([0x81]),
    Buffer.from([0x9f]),
    Buffer.from([0xa1, 0x61, 0x61]),
    Buffer.from([0x9b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0x5a, 0x7f, 0xff, 0xff, 0xff]),
    Buffer.from([0xc1]),
  ])
  return Buffer.alloc(Math.min(times * piece.length, 200_000), piece)
}

const strangeHeaders: readonly Record<string, string>[] = [
  { 'x-amz-target': '' },
  { 'x-amz-target': 'Kinesis_20131202' },
  { 'x-amz-target': 'Kinesis_20131202.' },
  { 'x-amz-target': 'Kinesis_20131202.__proto__' },
  { 'x-amz-target': 'Kinesis_20131202.constructor' },
  { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
  { 'x-amz-target': 'x'.repeat(5000) },
  { 'content-type': '' },
  { 'content-type': ';;;' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': `text/plain; ${'a=b;'.repeat(2000)}` },
  { 'content-encoding': 'gzip' },
  { expect: '200-nothing' },
  { authorization: 'AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=, Signature=' },
  { authorization: `AWS4-HMAC-SHA256 Credential=${'a/'.repeat(3000)}` },
  { 'x-amz-date': 'yesterday' },
  { origin: 'null' },
  { cookie: 'a=b; __proto__=c' },
]

function withHostileHeaders(random: SeededRandom, call: HostileCall): HostileCall {
  return {
    ...call,
    method: random.pick(['POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND']),
    path: random.pick([
      '/',
      '//',
      '/%',
      '/%ff',
      '/?Action=ListStreams',
      `/${'a/'.repeat(2000)}`,
      '/../../etc/passwd',
      '*',
    ]),
    headers: { ...call.headers, ...random.pick(strangeHeaders), ...random.pick(strangeHeaders) },
  }
}
