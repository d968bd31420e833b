import type { SeededRandom } from '../../sim/seeded-random.ts'
import { hostileBytes } from './hostile-values.ts'

/** The bytes of a connection that is hardly HTTP, or not at all. */
export interface HostileConnection {
  readonly kind: string
  readonly bytes: Buffer
}

/** @param consumerArn for connections that begin a subscription, and do not wait for its end */
export function hostileConnection(random: SeededRandom, consumerArn: string): HostileConnection {
  const kind = random.pick([
    ...(['http1', 'http2 frames', 'http2 bytes', 'tls', 'noise'] as const),
    ...(['subscription http1', 'subscription http2'] as const),
  ])
  switch (kind) {
    case 'subscription http1':
      return { kind, bytes: pipelinedSubscription(random, consumerArn) }
    case 'subscription http2':
      return { kind, bytes: resetSubscription(random, consumerArn) }
    case 'http1':
      return { kind, bytes: hostileBytes(random, Buffer.from(sampleRequest)) }
    case 'http2 frames':
      return { kind, bytes: hostileFrames(random) }
    case 'http2 bytes':
      return { kind, bytes: hostileBytes(random, sampleHttp2()) }
    case 'tls':
      return { kind, bytes: Buffer.concat([Buffer.from([0x16, 3, 1]), random.bytes(random.below(300))]) }
    case 'noise':
      return { kind, bytes: random.bytes(1 + random.below(300)) }
  }
}

const sampleRequest = [
  'POST / HTTP/1.1',
  'Host: 127.0.0.1',
  'Content-Type: application/x-amz-json-1.1',
  'X-Amz-Target: Kinesis_20131202.ListStreams',
  'Transfer-Encoding: chunked',
  '',
  '2',
  '{}',
  '0',
  '',
  'GET /health HTTP/1.1',
  'Host: 127.0.0.1',
  '',
  '',
].join('\r\n')

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

/** RFC 9113, 4.1: length (24 bits), type, flags, stream, payload. */
function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

const settings = frame(4, 0, 0, Buffer.alloc(0))
/** `:method: POST`, `:scheme: http`, `:path: /` of HPACK's static table, and `:authority: x` written out. */
const postHead = Buffer.from([0x83, 0x86, 0x84, 0x01, 0x01, 0x78])
const endHeaders = 0x4
const endStream = 0x1

function sampleHttp2(): Buffer {
  return Buffer.concat([
    preface,
    settings,
    frame(1, endHeaders, 1, postHead),
    frame(0, endStream, 1, Buffer.from('{}')),
    frame(8, 0, 0, Buffer.from([0, 1, 0, 0])),
    frame(1, endHeaders | endStream, 3, postHead),
  ])
}

/** Frames of every type, with flags, streams and payloads that have nothing to do with it. */
function hostileFrames(random: SeededRandom): Buffer {
  const count = 1 + random.below(12)
  const frames = Array.from({ length: count }, () => {
    const payload = random.pick([random.bytes(random.below(40)), postHead, Buffer.alloc(random.below(20))])
    const stream = random.pick([0, 1, 1, 3, 5, 2, 2 ** 31 - 1])
    return frame(random.below(12), random.below(256), stream, payload)
  })
  return Buffer.concat([preface, settings, ...frames])
}

const eventsTarget = 'Kinesis_20131202.SubscribeToShard'
const jsonType = 'application/x-amz-json-1.1'

function subscriptionBody(consumerArn: string): Buffer {
  const StartingPosition = { Type: 'TRIM_HORIZON' }
  return Buffer.from(
    JSON.stringify({ ConsumerARN: consumerArn, ShardId: 'shardId-000000000000', StartingPosition }),
  )
}

/** Requests behind one whose answer takes minutes, whole, in part or spoilt. */
function pipelinedSubscription(random: SeededRandom, consumerArn: string): Buffer {
  const body = subscriptionBody(consumerArn)
  const head = [
    'POST / HTTP/1.1',
    'Host: 127.0.0.1',
    `Content-Type: ${jsonType}`,
    `X-Amz-Target: ${eventsTarget}`,
    `Content-Length: ${body.length}`,
    '',
    '',
  ].join('\r\n')
  const one = Buffer.concat([Buffer.from(head), body])
  const behind = random.pick([
    one,
    Buffer.from(sampleRequest),
    hostileBytes(random, one),
    Buffer.alloc(100_000),
  ])
  return Buffer.concat([one, behind, behind])
}

/** Literal header fields that are not indexed (RFC 7541, 6.2.2), with names and values below 127 bytes. */
function headerFields(fields: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from([0, name.length]),
    Buffer.from(name),
    Buffer.from([value.length]),
    Buffer.from(value),
  ])
  return Buffer.concat(texts)
}

/** Subscriptions on several streams of one connection, some of which are reset, or get more than they have asked for. */
function resetSubscription(random: SeededRandom, consumerArn: string): Buffer {
  const head = Buffer.concat([
    postHead,
    headerFields({ 'content-type': jsonType, 'x-amz-target': eventsTarget }),
  ])
  const body = subscriptionBody(consumerArn)
  const begin = (stream: number) =>
    Buffer.concat([frame(1, endHeaders, stream, head), frame(0, random.pick([0, endStream]), stream, body)])
  const cancel = (stream: number) => frame(3, 0, stream, Buffer.from([0, 0, 0, 8]))
  const more = (stream: number) =>
    random.pick([
      cancel(stream),
      frame(0, endStream, stream, body),
      frame(8, 0, stream, Buffer.from([0, 0, 1, 0])),
    ])
  const streams = [1, 3, 5, 7].slice(0, 1 + random.below(4))
  return Buffer.concat([preface, settings, ...streams.flatMap((stream) => [begin(stream), more(stream)])])
}
