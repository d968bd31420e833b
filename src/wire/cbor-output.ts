import { CborWriter } from './cbor-writer.ts'
import type { ListShape, MapShape, Shape, StructureShape } from './shape.ts'

/** Tag of a time that is counted from the epoch. */
const epochTime = 1

/** The CBOR body of a plain value of the given shape. Undefined members are left out. */
export function cborOf(value: object, shape: StructureShape): Buffer {
  const writer = new CborWriter()
  writeStructure(writer, value as Record<string, unknown>, shape)
  return writer.finish()
}

/** The CBOR body of an error: a map of texts, numbers and truths. Anything else in it is left out. */
export function cborOfError(members: Readonly<Record<string, unknown>>): Buffer {
  const writer = new CborWriter()
  writer.openMap()
  for (const [name, value] of Object.entries(members)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue
    writer.text(name)
    writeScalar(writer, value)
  }
  writer.end()
  return writer.finish()
}

function write(writer: CborWriter, value: unknown, shape: Shape): void {
  if (value === undefined || value === null) writer.null()
  else if (shape.kind === 'structure') writeStructure(writer, value as Record<string, unknown>, shape)
  else if (shape.kind === 'list') writeList(writer, value as readonly unknown[], shape)
  else if (shape.kind === 'map') writeMap(writer, value as Record<string, unknown>, shape)
  else if (shape.kind === 'timestamp') writeTime(writer, value as number)
  else if (shape.kind === 'blob') writer.bytes(value as Uint8Array)
  else writeScalar(writer, value as string | number | boolean)
}

function writeScalar(writer: CborWriter, value: string | number | boolean): void {
  if (typeof value === 'string') writer.text(value)
  else if (typeof value === 'number') writer.number(value)
  else writer.boolean(value)
}

function writeTime(writer: CborWriter, ms: number): void {
  writer.tag(epochTime)
  writer.number(ms)
}

/** Of indefinite length, as AWS writes them. */
function writeStructure(
  writer: CborWriter,
  value: Record<string, unknown>,
  { members }: StructureShape,
): void {
  writer.openMap()
  for (const { name, shape } of members) {
    const member = value[name]
    if (member === undefined || member === null) continue
    writer.text(name)
    write(writer, member, shape)
  }
  writer.end()
}

function writeList(writer: CborWriter, items: readonly unknown[], { member }: ListShape): void {
  writer.list(items.length)
  for (const item of items) write(writer, item, member)
}

function writeMap(writer: CborWriter, value: Record<string, unknown>, shape: MapShape): void {
  const keys = Object.keys(value)
  writer.map(keys.length)
  for (const key of keys) {
    writer.text(key)
    write(writer, value[key], shape.value)
  }
}
