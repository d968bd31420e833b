import { decodeBase64 } from '../base64.ts'
import { refuse } from '../input-reader.ts'
import type { ListShape, MapShape, Member, NumberShape, Shape, StructureShape } from '../shape.ts'
import type { FormNode } from './form.ts'

/**
 * The plain input that a form means by a shape. A list or map of one may come without the `.1`, as in examples of AWS's
 * documentation (`AttributeName=All`, `Attribute.Name=…&Attribute.Value=…`).
 * @throws AwsError SerializationException
 */
export function readFormInput(node: FormNode, { members }: StructureShape): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const member of members) {
    const child = node.children?.get(member.queryName)
    if (child !== undefined) input[member.name] = readMember(child, member)
  }
  return input
}

function readMember(node: FormNode, { shape, flattened }: Member): unknown {
  if (shape.kind === 'list') return readList(flattened ? node : node.children?.get(shape.itemName), shape)
  if (shape.kind === 'map') return readMap(flattened ? node : node.children?.get('entry'), shape)
  return read(node, shape)
}

function read(node: FormNode, shape: Shape): unknown {
  switch (shape.kind) {
    case 'structure':
      return readFormInput(node, shape)
    case 'list':
      return readList(node.children?.get(shape.itemName), shape)
    case 'map':
      return readMap(node.children?.get('entry'), shape)
    case 'string':
      return textOf(node, 'a String')
    case 'number':
      return numberOf(textOf(node, 'a Number'), shape)
    case 'boolean':
      return booleanOf(textOf(node, 'a Boolean'))
    case 'blob':
      return decodeBase64(textOf(node, 'a Blob'))
    case 'timestamp':
      return timeOf(textOf(node, 'a Timestamp'))
  }
}

/** An empty list is written as an empty text. */
function readList(node: FormNode | undefined, { member }: ListShape): unknown[] {
  if (node === undefined) return []
  const items = itemsOf(node)
  if (items.length > 0) return items.map((item) => read(item, member))
  return node.value === undefined || node.value === '' ? [] : [read(node, member)]
}

/** The result has no prototype: a caller's key may be `__proto__`. */
function readMap(node: FormNode | undefined, shape: MapShape): object {
  const map: Record<string, unknown> = Object.create(null)
  if (node === undefined) return map
  const entries = node.children?.has(shape.keyName) ? [node] : itemsOf(node)
  for (const { children } of entries) {
    const key = children?.get(shape.keyName)
    const value = children?.get(shape.valueName)
    map[key === undefined ? '' : textOf(key, 'a String')] =
      value === undefined ? null : read(value, shape.value)
  }
  return map
}

/** The children that are numbers, by number. Gaps do not matter. */
function itemsOf({ children }: FormNode): FormNode[] {
  if (children === undefined) return []
  const numbered = [...children].filter(([name]) => /^\d{1,9}$/.test(name))
  return numbered.sort(([a], [b]) => Number(a) - Number(b)).map(([, node]) => node)
}

function textOf({ value }: FormNode, wanted: string): string {
  return value ?? refuse({}, wanted)
}

function numberOf(text: string, { type }: NumberShape): number {
  if (type === 'float' || type === 'double') {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    return Number.isNaN(value) ? refuse(text, 'a Double') : value
  }
  if (!/^[+-]?\d{1,30}$/.test(text)) return refuse(text, type === 'long' ? 'a Long' : 'an Integer')
  return Math.min(Math.max(Number(text), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER) + 0
}

function booleanOf(text: string): boolean {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : refuse(text, 'a Boolean')
}

const dateTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/

/** Milliseconds since the epoch. */
function timeOf(text: string): number {
  const ms = dateTime.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? refuse(text, 'a Timestamp') : ms
}
