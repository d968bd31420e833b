import type { FilterScope } from './filter-scope.ts'
import type { FilterableMessage } from './filterable-message.ts'
import { accepts, type PolicyNode } from './policy-node.ts'
import { readPolicy } from './read-policy.ts'

/** A filter policy, compiled: says of each message whether its subscription wants it. */
export class Filter {
  readonly scope: FilterScope
  /** The policy as it was given. */
  readonly text: string
  readonly root: PolicyNode

  private constructor(text: string, scope: FilterScope, root: PolicyNode) {
    this.text = text
    this.scope = scope
    this.root = root
  }

  /** @returns undefined for `{}`, with which a subscription takes everything @throws FILTER_POLICY_INVALID */
  static compile(text: string, scope: FilterScope): Filter | undefined {
    const root = readPolicy(text, scope)
    return root === undefined ? undefined : new Filter(text, scope, root)
  }

  accepts(message: FilterableMessage): boolean {
    const values = message.valuesOf(this.scope)
    return values !== undefined && accepts(this.root, values)
  }
}
