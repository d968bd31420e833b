import { readFileSync } from 'node:fs'
import type { ServiceModelFile } from '../../src/wire/index.ts'

/** What the Query protocol of a service knows, and the model of its JSON protocol does not say any more. */
export interface QueryNames {
  readonly xmlNamespace: string
  /** By shape: what Query calls its members, or the items, keys and values of a list or map. */
  readonly names: Readonly<Record<string, ShapeNames>>
  /** By shape: the code that Query has, and the HTTP status. */
  readonly errors: Readonly<Record<string, readonly [code: string, status: number]>>
}

interface ShapeNames {
  readonly members?: Readonly<Record<string, string>>
  readonly member?: string
  readonly key?: string
  readonly value?: string
}

export function readQueryNames(file: string): QueryNames {
  return JSON.parse(readFileSync(file, 'utf8')) as QueryNames
}

/**
 * Puts the names into a model, in botocore's notation.
 * @throws Error for a name of a shape that the model does not have
 */
export function addQueryNames(model: ServiceModelFile, { xmlNamespace, names, errors }: QueryNames): void {
  model.metadata.xmlNamespace = xmlNamespace
  for (const [shape, { members = {}, ...parts }] of Object.entries(names)) {
    const file = shapeOf(model, shape)
    const named = [...Object.entries(members).map(([name, to]) => [file.members?.[name], to] as const)]
    for (const part of ['member', 'key', 'value'] as const) {
      if (parts[part] !== undefined) named.push([file[part], parts[part]])
    }
    for (const [reference, locationName] of named) {
      if (reference === undefined) throw new Error(`${shape} has changed`)
      reference.locationName = locationName
    }
  }
  for (const [shape, [code, httpStatusCode]] of Object.entries(errors)) {
    shapeOf(model, shape).error = { code, httpStatusCode, senderFault: httpStatusCode < 500 }
  }
}

function shapeOf({ shapes }: ServiceModelFile, name: string) {
  const shape = shapes[name]
  if (shape === undefined) throw new Error(`the model has no ${name} any more`)
  return shape
}
