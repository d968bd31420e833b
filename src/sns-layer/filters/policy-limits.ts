import { invalidFilterPolicy } from './errors.ts'
import type { PolicyNode } from './policy-node.ts'

/* Source of all: SNS Developer Guide, "Filter policy constraints". */
const keysMax = 5
const combinationsMax = 150
const wildcardPointsMax = 100

/** @throws FILTER_POLICY_INVALID for a policy that would take too long to evaluate */
export function checkComplexity(policy: PolicyNode): void {
  if (keysOf(policy).size > keysMax) {
    // Source of the text: https://github.com/ministryofjustice/cloud-platform-environments/pull/30296
    throw invalidFilterPolicy(`Filter policy can not have more than ${keysMax} keys`)
  }
  if (combinationsOf(policy, 1) > combinationsMax) throw tooComplex()
  if (wildcardPointsOf(policy) > wildcardPointsMax) throw tooComplex()
}

/** The text as other servers of this API have recorded it; no thread was found to cite. */
const tooComplex = () => invalidFilterPolicy('Filter policy is too complex')

/** Names at the top, those in an `$or` too. */
function keysOf({ fields, choices }: PolicyNode, keys = new Set<string>()): Set<string> {
  for (const { key } of fields) keys.add(key)
  for (const alternative of choices.flat()) keysOf(alternative, keys)
  return keys
}

/**
 * The product over all lists of the number of their values times how deep they are. An `$or` counts the sum of its alternatives: as
 * many as there would be if the policy were written out for each.
 */
function combinationsOf({ fields, choices }: PolicyNode, depth: number): number {
  let product = 1
  for (const { test, node } of fields) {
    product *= test === undefined ? combinationsOf(node, depth + 1) : test.valueCount * depth
  }
  for (const alternatives of choices) {
    product *= alternatives.reduce((sum, alternative) => sum + combinationsOf(alternative, depth), 0)
  }
  return product
}

function wildcardPointsOf({ fields, choices }: PolicyNode): number {
  let points = 0
  for (const { test, node } of fields) points += test?.wildcardPoints ?? wildcardPointsOf(node!)
  for (const alternative of choices.flat()) points += wildcardPointsOf(alternative)
  return points
}
