import { invalidPolicy } from './errors.ts'
import { matchesWildcards } from './wildcards.ts'

/** In bytes of UTF-8. Ours, as AWS documents none for Kinesis: what IAM's other services have for policies of resources. */
const policyBytesMax = 20 * 1024

/* Source of the grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const versions: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17']
const policyMembers = ['Version', 'Id', 'Statement']
const statementMembers = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']
const principalKinds = ['AWS', 'Service', 'Federated', 'CanonicalUser']
const actionPattern = /^kinesis:[a-z*?]+$/i

type Members = Readonly<Record<string, unknown>>

/**
 * Checks the policy of a resource: what it is written in, and that each of its statements is about this resource.
 * @throws POLICY_INVALID
 */
export function checkPolicy(text: string, arn: string): void {
  if (Buffer.byteLength(text) > policyBytesMax)
    throw invalidPolicy(`it has more than ${policyBytesMax} bytes`)
  const policy = membersOf(parsed(text), 'the policy', policyMembers)
  if (!versions.includes(policy.Version)) throw invalidPolicy('its Version is not 2012-10-17 or 2008-10-17')
  checkText(policy.Id, 'Id')
  const { Statement: statement } = policy
  const statements = Array.isArray(statement) ? statement : [statement]
  if (statements.length === 0) throw invalidPolicy('it has no Statement')
  for (const one of statements) checkStatement(membersOf(one, 'a Statement', statementMembers), arn)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw invalidPolicy('it is not JSON')
  }
}

function checkStatement(statement: Members, arn: string): void {
  checkText(statement.Sid, 'Sid')
  const { Effect: effect, Condition: condition } = statement
  if (effect !== 'Allow' && effect !== 'Deny') throw invalidPolicy('an Effect is neither Allow nor Deny')
  checkPrincipal(statement.Principal)
  for (const action of textsOf(statement.Action, 'Action')) {
    if (!actionPattern.test(action)) throw invalidPolicy(`${action} is not an action of Kinesis`)
  }
  for (const resource of textsOf(statement.Resource, 'Resource')) {
    if (!matchesWildcards(arn, resource)) throw invalidPolicy(`the Resource ${resource} is not ${arn}`)
  }
  if (condition !== undefined) membersOf(condition, 'a Condition')
}

function checkPrincipal(principal: unknown): void {
  if (principal === '*') return
  const kinds = Object.entries(membersOf(principal, 'a Principal', principalKinds))
  if (kinds.length === 0) throw invalidPolicy('a Principal is empty')
  for (const [kind, value] of kinds) textsOf(value, `Principal ${kind}`)
}

/** A text, or a list of one or more. */
function textsOf(value: unknown, name: string): string[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value]
  const isGood = texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '')
  if (!isGood) throw invalidPolicy(`${name} is missing, or neither a text nor a list of texts`)
  return texts as string[]
}

function checkText(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== 'string') throw invalidPolicy(`${name} is not a text`)
}

function membersOf(value: unknown, what: string, known?: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidPolicy(`${what} is missing or not an object`)
  const unknown = known && Object.keys(value).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalidPolicy(`${what} has the unknown member ${unknown}`)
  return value as Members
}
