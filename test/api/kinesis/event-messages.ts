import { EventStreamCodec } from '@smithy/core/event-streams'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'

/* The codec of the AWS SDKs for JavaScript, which checks the checksums. */
const codec = new EventStreamCodec(toUtf8, fromUtf8)

/** One message of an event stream: its headers without the colons, and its payload. */
export interface EventMessage {
  readonly headers: Readonly<Record<string, unknown>>
  readonly payload: Buffer
}

/** The messages that `bytes` begins with, and what is left: a part of another, or nothing. */
export function splitMessages(bytes: Buffer): { messages: EventMessage[]; rest: Buffer } {
  const messages: EventMessage[] = []
  let rest = bytes
  while (rest.length >= 4 && rest.length >= rest.readUInt32BE(0)) {
    const size = rest.readUInt32BE(0)
    const { headers, body } = codec.decode(rest.subarray(0, size))
    const names = Object.entries(headers).map(([name, { value }]) => [name.slice(1), value])
    messages.push({ headers: Object.fromEntries(names), payload: Buffer.from(body) })
    rest = rest.subarray(size)
  }
  return { messages, rest }
}

/** The messages of a streamed answer, each when it comes. */
export async function* messagesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<EventMessage> {
  let held = Buffer.alloc(0)
  for await (const piece of pieces) {
    const { messages, rest } = splitMessages(Buffer.concat([held, piece]))
    held = Buffer.from(rest)
    yield* messages
  }
  if (held.length > 0) throw new Error('the stream ended in the middle of a message')
}
