import { encodeBase64 } from './base64.ts'
import type { Shape, StructureShape } from './shape.ts'

/** The JSON text of a plain value of the given shape. Undefined members are left out. */
export function jsonOf(value: object, shape: StructureShape): string {
  return JSON.stringify(plainOf(value, shape))
}

/* JSON.stringify is faster than any writer in JavaScript, so the value is only prepared for it. */
function plainOf(value: unknown, shape: Shape): unknown {
  switch (shape.kind) {
    case 'structure':
      return structureOf(value as Record<string, unknown>, shape)
    case 'list':
      return (value as unknown[]).map((item) => plainOf(item, shape.member))
    case 'map':
      return mapOf(value as Record<string, unknown>, shape.value)
    case 'blob':
      return encodeBase64(value as Uint8Array)
    case 'timestamp':
      return (value as number) / 1000
    default:
      return value
  }
}

function structureOf(value: Record<string, unknown>, { members }: StructureShape): object {
  const plain: Record<string, unknown> = {}
  for (const { name, shape } of members) {
    const member = value[name]
    if (member !== undefined && member !== null) plain[name] = plainOf(member, shape)
  }
  return plain
}

function mapOf(value: Record<string, unknown>, shape: Shape): object {
  const plain: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(value)) plain[key] = plainOf(value[key], shape)
  return plain
}
