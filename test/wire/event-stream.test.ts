import { EventStreamCodec } from '@smithy/core/event-streams'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MessageHeaders } from '../../src/wire/index.ts'

/* The codec of the AWS SDKs for JavaScript says whether the messages are what they should be. */
const oracle = new EventStreamCodec(toUtf8, fromUtf8)

const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 200 })
const payloads = fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes))

test('messages are those of the SDK codec, to the byte', () => {
  fc.assert(
    fc.property(text, text, payloads, (type, contentType, payload) => {
      const headers = {
        ':message-type': { type: 'string', value: 'event' },
        ':event-type': { type: 'string', value: type },
        ':content-type': { type: 'string', value: contentType },
      } as const
      const message = MessageHeaders.event(type, contentType).messageOf(payload)
      expect(Buffer.from(oracle.encode({ headers, body: payload })).equals(message)).toBe(true)
    }),
  )
})

test('an exception has its own type and message type', () => {
  const headers = MessageHeaders.exception('ResourceInUseException', 'application/x-amz-json-1.1')
  const message = oracle.decode(headers.messageOf(Buffer.from('{}')))
  expect(message.headers).toEqual({
    ':message-type': { type: 'string', value: 'exception' },
    ':exception-type': { type: 'string', value: 'ResourceInUseException' },
    ':content-type': { type: 'string', value: 'application/x-amz-json-1.1' },
  })
  expect(Buffer.from(message.body).toString()).toBe('{}')
})

test('a payload is sealed where it lies, in memory with anything around it', () => {
  const headers = MessageHeaders.event('SubscribeToShardEvent', 'text')
  const target = Buffer.alloc(1000, 0xaa)
  const payload = Buffer.from('a payload')
  target.set(payload, headers.payloadAt)
  const message = headers.seal(target, headers.payloadAt + payload.length)
  expect(message.buffer).toBe(target.buffer)
  expect(message.equals(headers.messageOf(payload))).toBe(true)
  expect(message.length).toBe(headers.overhead + payload.length)
  expect(target[message.length]).toBe(0xaa)
})
