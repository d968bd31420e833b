import { encodeBase64 } from '../base64.ts'
import type { ListShape, MapShape, Member, Shape, StructureShape } from '../shape.ts'

/** The elements of a plain value's members, without one around them. Undefined members are left out. */
export function xmlOf(value: object, { members }: StructureShape): string {
  let text = ''
  for (const member of members) {
    const part = (value as Record<string, unknown>)[member.name]
    if (part !== undefined && part !== null) text += memberXml(part, member)
  }
  return text
}

/** An element around XML that is made already. */
export function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`
}

/** An element with a text in it. */
export function textElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}

function memberXml(value: unknown, { queryName, flattened, shape }: Member): string {
  if (!flattened) return valueXml(queryName, value, shape)
  if (shape.kind === 'list') return itemsXml(queryName, value as unknown[], shape)
  if (shape.kind === 'map') return entriesXml(queryName, value as Record<string, unknown>, shape)
  return valueXml(queryName, value, shape)
}

function valueXml(name: string, value: unknown, shape: Shape): string {
  switch (shape.kind) {
    case 'structure':
      return element(name, xmlOf(value as object, shape))
    case 'list':
      return element(name, itemsXml(shape.itemName, value as unknown[], shape))
    case 'map':
      return element(name, entriesXml('entry', value as Record<string, unknown>, shape))
    case 'blob':
      return `<${name}>${encodeBase64(value as Uint8Array)}</${name}>`
    case 'timestamp':
      return `<${name}>${new Date(value as number).toISOString()}</${name}>`
    case 'string':
      return textElement(name, value as string)
    default:
      return `<${name}>${value}</${name}>`
  }
}

function itemsXml(name: string, items: readonly unknown[], { member }: ListShape): string {
  let text = ''
  for (const item of items) text += valueXml(name, item, member)
  return text
}

function entriesXml(name: string, map: Record<string, unknown>, shape: MapShape): string {
  let text = ''
  for (const [key, value] of Object.entries(map)) {
    text += element(name, textElement(shape.keyName, key) + valueXml(shape.valueName, value, shape.value))
  }
  return text
}

/* A carriage return would be read as a line feed (XML 1.0, 2.11), and of other characters XML has no way to say some. */
const special = /[&<>"\r]/
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
}

/** A text as XML has it. What XML cannot say becomes U+FFFD: nothing but an error that quotes its caller has such. */
export function escapeXml(text: string): string {
  const sayable = text.replace(forbidden, '\ufffd')
  return special.test(sayable) ? sayable.replace(/[&<>"\r]/g, (character) => references[character]!) : sayable
}
