import { crc32 } from 'node:zlib'
import { assert } from '../base/index.ts'

/*
 * One message of an event stream (`application/vnd.amazon.eventstream`). Integers big-endian, sizes in bytes.
 *
 *   0               4                8               12
 *   | total length  | headers length | crc of 0 to 8 | headers ... | payload ... | crc of all before |
 *   | u32           | u32            | u32           |             |             | u32               |
 *
 * A header: | name length, u8 | name | type, u8 = 7 (a string) | value length, u16 | value |. Other types are not needed.
 *
 * Source: https://docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html
 */
export const eventStreamType = 'application/vnd.amazon.eventstream'

const headersAt = 12
const crcSize = 4
const preludeSize = 8
const stringType = 7

/** The headers of messages of one kind, made once. */
export class MessageHeaders {
  readonly #bytes: Buffer

  private constructor(headers: Readonly<Record<string, string>>) {
    this.#bytes = Buffer.concat(Object.entries(headers).flatMap(([name, value]) => headerOf(name, value)))
  }

  /** Of an event: `eventType` is the name of a member of the stream, or `initial-response`. */
  static event(eventType: string, contentType: string): MessageHeaders {
    return new MessageHeaders({
      ':message-type': 'event',
      ':event-type': eventType,
      ':content-type': contentType,
    })
  }

  /** Of the error that ends a stream. */
  static exception(exceptionType: string, contentType: string): MessageHeaders {
    return new MessageHeaders({
      ':message-type': 'exception',
      ':exception-type': exceptionType,
      ':content-type': contentType,
    })
  }

  /** Where the payload goes in the buffer of a message. */
  get payloadAt(): number {
    return headersAt + this.#bytes.length
  }

  /** What a message takes beside its payload. */
  get overhead(): number {
    return this.payloadAt + crcSize
  }

  /**
   * Writes all that stands around a payload that lies in `target` from `payloadAt` to `payloadEnd`.
   * @returns the message, a view of `target`
   */
  seal(target: Buffer, payloadEnd: number): Buffer {
    const size = payloadEnd + crcSize
    assert(payloadEnd >= this.payloadAt && size <= target.length, 'a payload where it belongs')
    target.writeUInt32BE(size, 0)
    target.writeUInt32BE(this.#bytes.length, 4)
    target.writeUInt32BE(crc32(target.subarray(0, preludeSize)), preludeSize)
    target.set(this.#bytes, headersAt)
    target.writeUInt32BE(crc32(target.subarray(0, payloadEnd)), payloadEnd)
    return target.subarray(0, size)
  }

  /** A message with a copy of `payload`. */
  messageOf(payload: Buffer): Buffer {
    const target = Buffer.allocUnsafe(payload.length + this.overhead)
    target.set(payload, this.payloadAt)
    return this.seal(target, this.payloadAt + payload.length)
  }
}

function headerOf(name: string, value: string): Buffer[] {
  const nameBytes = Buffer.from(name)
  const valueBytes = Buffer.from(value)
  assert(nameBytes.length <= 0xff && valueBytes.length <= 0x7fff, 'a header of a length that can be written')
  const valueHead = Buffer.of(stringType, valueBytes.length >>> 8, valueBytes.length & 0xff)
  return [Buffer.of(nameBytes.length), nameBytes, valueHead, valueBytes]
}
