import type { Member, Shape } from './shape.ts'

/** Characters of a value that an error shows. AWS shows all of it; a body may be megabytes. */
const shownMax = 4096

/**
 * A value as AWS's messages print it, which is how Java does: `[a, b]`, `{k=v}`, `Name(member=value)`, a blob by its
 * sizes.
 */
export function valueText(value: unknown, shape: Shape): string {
  if (value === null || value === undefined) return 'null'
  switch (shape.kind) {
    case 'blob': {
      const size = (value as Uint8Array).byteLength
      return `java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]`
    }
    case 'list':
      return `[${joined(value as unknown[], (item) => valueText(item, shape.member))}]`
    case 'map':
      return `{${joined(Object.entries(value), ([key, item]) => `${key}=${valueText(item, shape.value)}`)}}`
    case 'structure':
      return `${shape.name}(${joined(shape.members, (member) => memberText(value, member))})`
    default:
      return cut(String(value))
  }
}

function memberText(structure: object, { name, shape }: Member): string {
  return `${lowerFirst(name)}=${valueText((structure as Record<string, unknown>)[name], shape)}`
}

/** The texts of the items, as many as can be shown. */
function joined<Item>(items: readonly Item[], textOf: (item: Item) => string): string {
  let text = ''
  for (const item of items) {
    if (text.length > shownMax) break
    text += text === '' ? textOf(item) : `, ${textOf(item)}`
  }
  return cut(text)
}

function cut(text: string): string {
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}...`
}

/** A member's name as AWS's messages have it: the first letter in lower case. */
export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
