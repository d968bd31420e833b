import type { ServiceModelFile } from '../../src/wire/index.ts'

type ShapeFile = ServiceModelFile['shapes'][string]

/** The source of `shapes.ts`: an interface for each structure that an operation takes or gives, and the operations. */
export function shapesSource(model: ServiceModelFile): string {
  const used = usedStructures(model)
  const header = `// biome-ignore-all lint/suspicious/noConfusingVoidType: an operation without output returns nothing
/*
 * The input and output types of the operations of ${model.metadata.serviceId}. Written by scripts/update-models.ts
 * (npm run models) from model.json beside it; do not edit.
 *
 * Blobs are bytes, timestamps milliseconds since the epoch. Members that may be absent may be undefined too.
 */
`
  const interfaces = [...used].map((name) => structureSource(name, model.shapes))
  return [header, ...interfaces, operationsSource(model)].join('\n')
}

function usedStructures({ operations, shapes }: ServiceModelFile): Set<string> {
  const used = new Set<string>()
  const visit = (name: string | undefined) => {
    const shape = name === undefined ? undefined : shapes[name]
    if (name === undefined || shape === undefined || used.has(name)) return
    if (shape.type === 'structure') used.add(name)
    const targets = [shape.member, shape.key, shape.value, ...Object.values(shape.members ?? {})]
    for (const target of targets) visit(target?.shape)
  }
  for (const { input, output } of Object.values(operations)) {
    visit(input?.shape)
    visit(output?.shape)
  }
  return new Set([...used].sort())
}

function structureSource(name: string, shapes: ServiceModelFile['shapes']): string {
  const { members = {}, required = [], eventstream = false } = shapes[name]!
  const lines = Object.entries(members).map(([member, { shape }]) => {
    const type = typeOf(shape, shapes)
    return required.includes(member) && !eventstream
      ? `  ${member}: ${type}`
      : `  ${member}?: ${type} | undefined`
  })
  return lines.length === 0
    ? `export type ${name} = { readonly [name: string]: never }\n`
    : `export interface ${name} {\n${lines.join('\n')}\n}\n`
}

function typeOf(name: string, shapes: ServiceModelFile['shapes']): string {
  const shape = shapes[name]!
  switch (shape.type) {
    case 'structure':
      return shape.eventstream ? `AsyncIterable<${name}>` : name
    case 'list':
      return `readonly ${arrayElement(typeOf(shape.member!.shape, shapes))}[]`
    case 'map':
      return `{ readonly [key: string]: ${typeOf(shape.value!.shape, shapes)} }`
    case 'string':
      return enumType(shape)
    case 'boolean':
      return 'boolean'
    case 'blob':
      return 'Uint8Array'
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'timestamp':
      return 'number'
    default:
      throw new Error(`unknown shape type ${shape.type}`)
  }
}

function enumType({ enum: values }: ShapeFile): string {
  return values === undefined ? 'string' : values.map((value) => `'${value}'`).join(' | ')
}

const arrayElement = (type: string) => (/[ |]/.test(type) ? `(${type})` : type)

function operationsSource({ metadata, operations }: ServiceModelFile): string {
  const rows = Object.entries(operations).map(([name, { input, output }]) => {
    const taken = input?.shape ?? '{ readonly [name: string]: never }'
    return `  ${name}: { input: ${taken}; output: ${output?.shape ?? 'void'} }`
  })
  return `export interface ${metadata.serviceId}Operations {\n${rows.join('\n')}\n}\n`
}
