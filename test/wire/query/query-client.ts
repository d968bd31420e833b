import type { Member, Shape, StructureShape } from '../../../src/wire/index.ts'

/*
 * The client's side of Query, by the rules of https://smithy.io/2.0/aws/protocols/aws-query-protocol.html: writes forms,
 * and reads the XML of answers back into plain values.
 */

type Plain = Record<string, unknown>

/** The body of a request. */
export function formOf(action: string, input: Plain, shape: StructureShape | undefined): string {
  const pairs: [string, string][] = [['Action', action]]
  if (shape !== undefined) writeMembers(pairs, '', input, shape)
  return new URLSearchParams(pairs).toString()
}

function writeMembers(pairs: [string, string][], prefix: string, value: Plain, shape: StructureShape): void {
  for (const { name, queryName, flattened, shape: target } of shape.members) {
    if (value[name] !== undefined) write(pairs, prefix + queryName, value[name], target, flattened)
  }
}

function write(
  pairs: [string, string][],
  name: string,
  value: unknown,
  shape: Shape,
  flattened: boolean,
): void {
  if (shape.kind === 'structure') {
    writeMembers(pairs, `${name}.`, value as Plain, shape)
  } else if (shape.kind === 'list') {
    const items = value as unknown[]
    const around = flattened ? name : `${name}.${shape.itemName}`
    if (items.length === 0) pairs.push([name, ''])
    for (const [i, item] of items.entries()) write(pairs, `${around}.${i + 1}`, item, shape.member, false)
  } else if (shape.kind === 'map') {
    const around = flattened ? name : `${name}.entry`
    for (const [i, [key, item]] of Object.entries(value as Plain).entries()) {
      pairs.push([`${around}.${i + 1}.${shape.keyName}`, key])
      write(pairs, `${around}.${i + 1}.${shape.valueName}`, item, shape.value, false)
    }
  } else {
    pairs.push([name, scalarText(value, shape)])
  }
}

function scalarText(value: unknown, { kind }: Shape): string {
  if (kind === 'blob') return Buffer.from(value as Uint8Array).toString('base64')
  return kind === 'timestamp' ? new Date(value as number).toISOString() : String(value)
}

export interface XmlElement {
  readonly name: string
  readonly attributes: string
  readonly children: XmlElement[]
  text: string
}

const token = /<\?[^>]*>|<(\/?)([\w:.-]+)([^>]*?)(\/?)>|([^<]+)/g
const references: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#xD': '\r' }

/** Reads what this server writes; for anything that is not well-formed it throws. */
export function parseXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: '', children: [], text: '' }
  const open = [root]
  let end = 0
  for (const [whole, closing, name = '', attributes = '', empty, text] of xml.matchAll(token)) {
    end += whole.length
    const current = open.at(-1)!
    if (text !== undefined) current.text += unescaped(text)
    else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`)
    } else if (closing !== undefined) {
      const child: XmlElement = { name, attributes: attributes.trim(), children: [], text: '' }
      current.children.push(child)
      if (empty !== '/') open.push(child)
    }
  }
  if (end !== xml.length || open.length !== 1 || root.children.length !== 1)
    throw new Error('no XML document')
  return root.children[0]!
}

function unescaped(text: string): string {
  return text.replaceAll('\r', '\n').replace(/&([^;]*);|&/g, (_, name: string) => {
    const character = references[name]
    if (character === undefined) throw new Error(`&${name}; is no reference`)
    return character
  })
}

export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((one) => one.name === name)

/** The plain value that the element of an output holds. */
export function plainOf(element: XmlElement, shape: Shape): unknown {
  switch (shape.kind) {
    case 'structure':
      return Object.fromEntries(shape.members.flatMap((member) => memberOf(element, member)))
    case 'list':
      return element.children.map((item) => plainOf(item, shape.member))
    case 'map':
      return mapOf(element.children, shape)
    case 'string':
      return element.text
    case 'number':
      return Number(element.text)
    case 'boolean':
      return element.text === 'true'
    case 'blob':
      return Buffer.from(element.text, 'base64')
    case 'timestamp':
      return Date.parse(element.text)
  }
}

function memberOf(element: XmlElement, { name, queryName, flattened, shape }: Member): [string, unknown][] {
  const found = element.children.filter((one) => one.name === queryName)
  if (found.length === 0) return []
  if (!flattened) return [[name, plainOf(found[0]!, shape)]]
  if (shape.kind === 'list') return [[name, found.map((item) => plainOf(item, shape.member))]]
  return [[name, mapOf(found, shape as Shape & { kind: 'map' })]]
}

function mapOf(entries: readonly XmlElement[], shape: Shape & { kind: 'map' }): Plain {
  const pairs = entries.map((entry): [string, unknown] => [
    child(entry, shape.keyName)?.text ?? '',
    plainOf(child(entry, shape.valueName)!, shape.value),
  ])
  return Object.fromEntries(pairs)
}
