import {
  type AwsError,
  type EventStreamModel,
  eventStreamType,
  MessageHeaders,
  type Protocol,
} from '../wire/index.ts'
import type { ApiResponse } from './api-request.ts'
import type { BytesCall, Messages } from './operation.ts'
import type { Route } from './routed-request.ts'

/** For a failure that the stream's model has no error for. */
const internalFailureException = 'InternalFailureException'

/**
 * Answers with a stream of events. What fails before it begins is thrown, as with other operations; what fails later
 * is the stream's last message.
 * @param failureOf what the caller is told of an error
 */
export async function answerWithEvents(
  { service, operation, model }: Route,
  eventStream: EventStreamModel,
  input: never,
  call: BytesCall,
  failureOf: (error: unknown) => AwsError,
): Promise<ApiResponse> {
  /* The stream goes on for long, and holds no more of the request than this. */
  const { protocol } = call
  const { contentType } = protocol
  const direct = operation.runToMessages?.(input, service.context, call)
  const messages = direct ? await direct : encodeEvents(await plainEvents(), eventStream, protocol)
  const first = MessageHeaders.event('initial-response', contentType)
  const initialResponse = first.messageOf(protocol.encode({}, model.output))
  return {
    status: 200,
    headers: { 'content-type': eventStreamType },
    body: withEnds(initialResponse, messages, lastMessage),
  }

  async function plainEvents(): Promise<AsyncIterable<object>> {
    const output = (await operation.run(input, service.context, call)) as Record<string, unknown>
    return output[eventStream.member] as AsyncIterable<object>
  }

  function lastMessage(error: unknown): Buffer {
    const failure = failureOf(error)
    const isKnown = eventStream.events.members.some(({ name }) => name === failure.code)
    const type = isKnown ? failure.code : internalFailureException
    return MessageHeaders.exception(type, contentType).messageOf(protocol.encodeError(failure))
  }
}

async function* withEnds(
  first: Buffer,
  messages: Messages,
  lastMessage: (error: unknown) => Buffer,
): Messages {
  yield first
  try {
    for await (const message of messages) yield message
  } catch (error) {
    yield lastMessage(error)
  }
}

/** The general form: each event, an object with one member of the union, by the model. */
async function* encodeEvents(
  events: AsyncIterable<object>,
  eventStream: EventStreamModel,
  protocol: Protocol,
): Messages {
  for await (const event of events) {
    for (const { name, shape } of eventStream.events.members) {
      const value = (event as Record<string, object | undefined>)[name]
      if (value === undefined || shape.kind !== 'structure') continue
      yield MessageHeaders.event(name, protocol.contentType).messageOf(protocol.encode(value, shape))
    }
  }
}
