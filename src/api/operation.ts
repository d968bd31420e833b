import type { Protocol } from '../wire/index.ts'
import type { ApiRequest, ApiResponse, BodyParts } from './api-request.ts'
import type { Caller } from './caller.ts'

/** What an operation may know of the call beside its input. */
interface Call {
  readonly caller: Caller
  readonly requestId: string
  /** Where the caller has reached this server: `http://localhost:4567`. For addresses that the caller is told. */
  readonly origin: string
  /** Aborts when the caller has gone. An operation that waits looks at it. */
  readonly signal: AbortSignal
  /** To be called by an operation that may wait long, before it does: it then costs no more than it must. */
  beginToWait(): void
}

/** What access control asks for, as data: one place checks it for every operation. */
interface Access<Input> {
  /** The IAM action, such as `kinesis:PutRecord`. */
  readonly action: string
  /** The ARN of what the input is about, `*` for an action without one. */
  resource(input: Input, caller: Caller): string
}

/** A call as a hot operation gets it: with what it needs to do for itself what the general path does. */
export interface BytesCall extends Call {
  readonly protocol: Protocol
  /** Must be called, with the resource, before anything is done. @throws AwsError AccessDeniedException */
  authorize(resource: string): void
}

/** The body of an answer, whole. */
export interface AnswerBody {
  readonly bytes: Buffer
  /** As ApiResponse's. */
  release?(): void
}

/** The memory of a message may be used again when the next one is asked for. */
export type Messages = AsyncIterable<Buffer>

/** The input and output of each operation of a service: generated beside its model. */
export type OperationTypes<Types> = { [Name in keyof Types]: { input: object; output: unknown } }

/**
 * One operation of an AWS API: data, and an async function from a plain, structured-cloneable input to a plain
 * output. It knows no socket and no encoding.
 */
export interface OperationDefinition<Types extends OperationTypes<Types>, Name extends keyof Types, Context> {
  readonly name: Name
  readonly access: Access<Types[Name]['input']>
  /**
   * @param input decoded and checked against the model
   * @throws AwsError, or a coded error that the service maps to one
   */
  run(input: Types[Name]['input'], context: Context, call: Call): Promise<Types[Name]['output']>
  /**
   * A second form for hot operations, from the bytes of the request to those of the answer. Undefined says "not the
   * common shape, take the general path", and nothing has been done then. Both forms give the same answers.
   */
  bytes?(request: ApiRequest, context: Context, call: BytesCall): Promise<ApiResponse> | undefined
  /**
   * A second form of `run` for large answers, which gives the body in the protocol of the call. Undefined says "not in
   * this one", and nothing has been done then. Both forms give the same answers.
   */
  runToBody?(
    input: Types[Name]['input'],
    context: Context,
    call: BytesCall,
  ): Promise<AnswerBody | BodyParts> | undefined
  /**
   * A second form of `run` for an answer that is a stream of events, as the model says: gives their messages in the
   * protocol of the call (wire's event-stream.ts), without the first one, `initial-response`. Undefined as above.
   */
  runToMessages?(
    input: Types[Name]['input'],
    context: Context,
    call: BytesCall,
  ): Promise<Messages> | undefined
}

/** Any operation that works on `Context`: what the dispatcher sees, to which inputs and answers are opaque. */
export interface Operation<Context> {
  readonly name: string
  readonly access: Access<never>
  run(input: never, context: Context, call: Call): Promise<unknown>
  bytes?(request: ApiRequest, context: Context, call: BytesCall): Promise<ApiResponse> | undefined
  runToBody?(input: never, context: Context, call: BytesCall): Promise<AnswerBody | BodyParts> | undefined
  runToMessages?(input: never, context: Context, call: BytesCall): Promise<Messages> | undefined
}

/**
 * A service's own `defineOperation`, which types input, context and answer by the operation's name:
 *
 *   export const defineOperation = operationDefiner<KinesisOperations, KinesisContext>()
 *
 *   export const deleteStream = defineOperation({
 *     name: 'DeleteStream',
 *     access: { action: 'kinesis:DeleteStream', resource: streamArnOf },
 *     async run(input, { streams }, { caller }) { … },
 *   })
 */
export function operationDefiner<Types extends OperationTypes<Types>, Context>() {
  return <Name extends keyof Types & string>(
    definition: OperationDefinition<Types, Name, Context>,
  ): OperationDefinition<Types, Name, Context> => definition
}
