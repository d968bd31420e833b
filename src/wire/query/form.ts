import { malformedQuery } from './query-errors.ts'

/** A place in a form: what `A.1.B=x` says of `A`, of its `1`, and of the `B` of that. */
export interface FormNode {
  value: string | undefined
  children: Map<string, FormNode> | undefined
}

/** The largest request, ten messages with ten attributes each, has some 400. */
const parametersMax = 10_000
/** Names between dots in one parameter's name. */
const depthMax = 32

/**
 * Reads `application/x-www-form-urlencoded`, in which the dots in a name are steps into a tree. Of parameters with the
 * same name the first holds.
 * @throws AwsError MalformedQueryString
 */
export function readForm(text: string): FormNode {
  const root = newNode()
  let count = 0
  for (let at = 0; at < text.length; ) {
    const ampersand = text.indexOf('&', at)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > at) {
      if (++count > parametersMax) throw malformedQuery('The request has too many parameters.')
      addParameter(root, text, at, end)
    }
    at = end + 1
  }
  return root
}

function addParameter(root: FormNode, text: string, start: number, end: number): void {
  const equals = text.indexOf('=', start)
  const nameEnd = equals === -1 || equals > end ? end : equals
  const name = decoded(text.slice(start, nameEnd))
  const node = nodeAt(root, name)
  node.value ??= nameEnd === end ? '' : decoded(text.slice(nameEnd + 1, end))
}

function nodeAt(root: FormNode, name: string): FormNode {
  let node = root
  let depth = 0
  for (let at = 0; at <= name.length; depth++) {
    if (depth === depthMax) throw malformedQuery('The name of a parameter has too many parts.')
    const dot = name.indexOf('.', at)
    const end = dot === -1 ? name.length : dot
    node = childOf(node, name.slice(at, end))
    at = end + 1
  }
  return node
}

function childOf(node: FormNode, name: string): FormNode {
  node.children ??= new Map()
  const known = node.children.get(name)
  if (known !== undefined) return known
  const child = newNode()
  node.children.set(name, child)
  return child
}

const newNode = (): FormNode => ({ value: undefined, children: undefined })

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text)
  } catch {
    throw malformedQuery('The request is not URL-encoded UTF-8.')
  }
}
