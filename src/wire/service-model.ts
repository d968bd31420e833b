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
    const operation: OperationModel = {
      name,
      input: input && linker.structure(input.shape),
      output: output && linker.structure(output.shape),
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

function errorEntry([name, { exception = false, error }]: [string, ShapeFile]): [string, ErrorModel][] {
  if (!exception) return []
  return [[name, { name, queryCode: error?.code ?? name, status: error?.httpStatusCode ?? 400 }]]
}
