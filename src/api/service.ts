import { assert, type CodedError } from '../base/index.ts'
import type { AwsError, Protocol, ServiceModel, StructureShape } from '../wire/index.ts'
import type { ApiRequest } from './api-request.ts'
import type { Caller } from './caller.ts'
import type { Operation } from './operation.ts'

/** One AWS service: its model, the operations that there are, and what they work on. */
export interface ServiceDefinition<Context> {
  /** In lower case, as in ARNs: `kinesis`. */
  readonly name: string
  readonly model: ServiceModel
  readonly operations: readonly Operation<Context>[]
  readonly context: Context
  /** Protocols that AWS does not have, for clients that ask for them: see own-protocols.ts. */
  readonly ownProtocols?: readonly Protocol[]
  /** Puts into a decoded input what the request says elsewhere: old clients call the address of what they call about. */
  completeInput?(input: Record<string, unknown>, request: ApiRequest): void
  /**
   * Checks a decoded input against the model, where the service does not say "1 validation error detected".
   * @throws AwsError
   */
  validate?(input: Record<string, unknown>, shape: StructureShape): void
  /**
   * Counts a call against the rates of its operation, when it is valid and allowed. Calls in the form for bytes are not
   * counted: hot operations have limits of their own.
   * @throws AwsError for a call too many
   */
  admit?(operation: string, input: object | undefined, caller: Caller): void
  /** What the caller is told of a failure that the domain names by a code. Undefined for one that is no one's business. */
  toAwsError?(error: CodedError): AwsError | undefined
}

/** A service with its context closed over, as the dispatcher wants it. */
export interface Service extends Omit<ServiceDefinition<unknown>, 'operations'> {
  readonly operations: ReadonlyMap<string, Operation<unknown>>
}

/** The type of the context stays inside: to the dispatcher it is opaque. */
export function defineService<Context>(definition: ServiceDefinition<Context>): Service {
  const operations = definition.operations.map((operation) => {
    assert(Object.hasOwn(definition.model.operations, operation.name), `the model has no ${operation.name}`)
    return [operation.name, operation as Operation<unknown>] as const
  })
  return { ...definition, operations: new Map(operations) }
}
