import type { ServiceModelFile, ShapeFile } from './model-file.ts'
import type { StructureShape } from './shape.ts'
import { ShapeLinker } from './shape-linker.ts'

/** One operation as the model has it. */
export interface OperationModel {
  readonly name: string
  /** Undefined for an operation that takes no members. */
  readonly input: StructureShape | undefined
  /** Undefined for an operation that answers with an empty body. */
  readonly output: StructureShape | undefined
  /** Undefined for an answer that is whole. */
  readonly eventStream: EventStreamModel | undefined
}

/** The member of an output that is a stream of events. */
export interface EventStreamModel {
  readonly member: string
  /** A union: its members are the events, and the errors that can end the stream. */
  readonly events: StructureShape
}

/** A failure that the model names. */
export interface ErrorModel {
  /** The name of its shape, which JSON has. */
  readonly name: string
  /** What Query calls it. */
  readonly queryCode: string
  /** HTTP status. */
  readonly status: number
}

export interface ServiceModel<Name extends string = string> {
  /** What X-Amz-Target says before the dot. Undefined for a service that speaks Query only. */
  readonly targetPrefix: string | undefined
  /** As Query's `Version` has it: 2012-11-05. */
  readonly apiVersion: string
  /** The namespace of the answers of Query, for a service that speaks it. */
  readonly xmlNamespace: string | undefined
  readonly operations: Readonly<Record<Name, OperationModel>>
  readonly errors: ReadonlyMap<string, ErrorModel>
}

/** Links the shapes of a model file to each other, once, so that no request looks a name up. */
export function loadServiceModel<Name extends string>(file: ServiceModelFile): ServiceModel<Name> {
  const linker = new ShapeLinker(file.shapes)
  const operations = Object.entries(file.operations).map(([name, { input, output }]) => {
    const outputShape = output && linker.structure(output.shape)
    const operation: OperationModel = {
      name,
      input: input && linker.structure(input.shape),
      output: outputShape,
      eventStream: outputShape && eventStreamOf(outputShape),
    }
    return [name, operation]
  })
  const { targetPrefix, apiVersion, xmlNamespace } = file.metadata
  return {
    targetPrefix,
    apiVersion,
    xmlNamespace,
    operations: Object.fromEntries(operations) as Record<Name, OperationModel>,
    errors: new Map(Object.entries(file.shapes).flatMap(errorEntry)),
  }
}

function eventStreamOf({ members }: StructureShape): EventStreamModel | undefined {
  for (const { name, shape } of members) {
    if (shape.kind === 'structure' && shape.eventStream) return { member: name, events: shape }
  }
  return undefined
}

function errorEntry([name, { exception = false, error }]: [string, ShapeFile]): [string, ErrorModel][] {
  if (!exception) return []
  return [[name, { name, queryCode: error?.code ?? name, status: error?.httpStatusCode ?? 400 }]]
}
