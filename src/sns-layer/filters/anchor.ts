import type { Scalar } from './json-value.ts'
import type { PolicyNode } from './policy-node.ts'

/** What a message must have for a filter to accept it: a value at a path, one of `values` if there are any. */
export interface Anchor {
  readonly path: readonly string[]
  /** Undefined: any. */
  readonly values: ReadonlySet<Scalar> | undefined
}

/** All that a policy insists on. Empty for one that a message with nothing that it names may fulfil. */
export function anchorsOf(node: PolicyNode, path: readonly string[] = []): Anchor[] {
  return node.fields.flatMap(({ key, test, node: inner }) => {
    const inside = [...path, key]
    if (test === undefined) return anchorsOf(inner, inside)
    if (test.acceptsAbsence) return []
    return [{ path: inside, values: test.isExact ? test.exact : undefined }]
  })
}
