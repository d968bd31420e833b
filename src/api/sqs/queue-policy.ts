import { type Policy, type PolicyLimits, parsePolicy } from '../policy-grammar.ts'
import { invalidAttribute } from './errors.ts'

/** Source: SQS Developer Guide, "Quotas", policies. */
const limits: PolicyLimits = {
  bytesMax: 8192,
  statementsMax: 20,
  actionsMax: 7,
  principalsMax: 50,
  actionPattern: /^(?:\*|sqs:[a-z*?]+)$/i,
}

/** @throws InvalidAttributeValue for a text that is no policy; an empty one is none at all */
export function checkQueuePolicy(text: string): void {
  if (text !== '') readPolicy(text)
}

/** @throws InvalidAttributeValue */
export function readPolicy(text: string): Policy {
  const policy = parsePolicy(text, limits)
  if (policy === undefined) throw invalidAttribute('Policy')
  return policy
}
