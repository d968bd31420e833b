import type { SeededRandom } from '../../sim/seeded-random.ts'
import { hostileBytes } from './hostile-values.ts'

/** The bytes of a connection that is hardly HTTP, or not at all. */
export interface HostileConnection {
  readonly kind: string
  readonly bytes: Buffer
}

export function hostileConnection(random: SeededRandom): HostileConnection {
  const kind = random.pick(['http1', 'http2 frames', 'http2 bytes', 'tls', 'noise'] as const)
  switch (kind) {
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
