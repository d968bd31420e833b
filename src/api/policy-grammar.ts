/*
 * Policies of resources: what may be written, not what it means. They are kept and shown; access control, when it comes, reads them.
 * Source of the grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
const versions: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17']
const policyMembers = ['Version', 'Id', 'Statement']
const statementMembers = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]

export interface Statement {
  readonly Sid?: string
  readonly [member: string]: unknown
}

export interface Policy {
  readonly Version?: string
  readonly Id?: string
  readonly Statement: readonly Statement[]
}

/** What a service allows in the policies of its resources. */
export interface PolicyLimits {
  readonly bytesMax: number
  readonly statementsMax: number
  /** Of one statement. */
  readonly actionsMax: number
  readonly principalsMax: number
  readonly actionPattern: RegExp
}

/** @returns undefined for a text that is no policy */
export function parsePolicy(text: string, limits: PolicyLimits): Policy | undefined {
  const policy = Buffer.byteLength(text) > limits.bytesMax ? undefined : parsed(text)
  if (!isObject(policy, policyMembers) || !versions.includes(policy.Version)) return undefined
  const statements = listOf(policy.Statement)
  const isGood =
    isOptionalText(policy.Id) &&
    statements.length >= 1 &&
    statements.length <= limits.statementsMax &&
    statements.every((statement) => isStatement(statement, limits))
  return isGood ? { ...policy, Statement: statements as Statement[] } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isStatement(statement: unknown, limits: PolicyLimits): boolean {
  if (!isObject(statement, statementMembers)) return false
  const { Sid, Effect, Condition } = statement
  return (
    isOptionalText(Sid) &&
    (Effect === 'Allow' || Effect === 'Deny') &&
    isPrincipal(oneOf(statement, 'Principal', 'NotPrincipal'), limits.principalsMax) &&
    isTexts(oneOf(statement, 'Action', 'NotAction'), limits.actionsMax, limits.actionPattern) &&
    isTexts(oneOf(statement, 'Resource', 'NotResource'), limits.statementsMax) &&
    (Condition === undefined || isObject(Condition))
  )
}

/** The one of two members that is there; undefined if both are, or none. */
function oneOf(statement: Readonly<Record<string, unknown>>, name: string, not: string): unknown {
  if (statement[name] !== undefined && statement[not] !== undefined) return undefined
  return statement[name] ?? statement[not]
}

function isPrincipal(principal: unknown, principalsMax: number): boolean {
  if (principal === '*') return true
  if (!isObject(principal, ['AWS', 'Service', 'Federated', 'CanonicalUser'])) return false
  const kinds = Object.values(principal)
  return kinds.length > 0 && kinds.every((value) => isTexts(value, principalsMax))
}

/** A text, or a list of one or more. */
function isTexts(value: unknown, countMax: number, pattern = /./): boolean {
  const texts = listOf(value)
  return (
    texts.length > 0 &&
    texts.length <= countMax &&
    texts.every((text) => typeof text === 'string' && pattern.test(text))
  )
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isObject(value: unknown, known?: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return known === undefined || Object.keys(value).every((name) => known.includes(name))
}

/** In policies a list of one is written as its element. */
export function oneOrMore(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? texts[0]! : texts
}
