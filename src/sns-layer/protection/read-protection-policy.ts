import { customIdentifier } from './custom-identifier.ts'
import { invalidDataProtection } from './errors.ts'
import { type Detector, managedIdentifiers } from './managed-identifiers.ts'
import type { DataDirection, ProtectionOperation, ProtectionStatement } from './protection-statement.ts'

/* Source: API reference of PutDataProtectionPolicy. */
const lengthMax = 30_720
/* Source: SNS Developer Guide, "Understanding data protection policies". */
const version = '2021-06-01'
const customMax = 10
/** Ours: each looks at all of every message. */
const statementsMax = 16

const managedArn = 'arn:aws:dataprotection::aws:data-identifier/'
/** Source: SNS Developer Guide, "Data protection policy operations", on MaskWithCharacter. */
const maskForm = /^[A-Za-z0-9 *!$%&()+,\-./:;<=>@[\]^_`|~#]$/

/**
 * Reads a policy; all that this server cannot do as it says is refused. Source: SNS Developer Guide, "Understanding data protection policies".
 * @throws DATA_PROTECTION_POLICY_INVALID
 */
export function readProtectionPolicy(text: string): ProtectionStatement[] {
  if (text.length > lengthMax)
    throw invalidDataProtection(`A policy can have at most ${lengthMax} characters`)
  const policy = membersOf(parse(text), 'The policy', [
    'Name',
    'Description',
    'Version',
    'Statement',
    'Configuration',
  ])
  if (typeof policy.Name !== 'string' || policy.Name === '')
    throw invalidDataProtection('Name must be a text')
  if (policy.Description !== undefined && typeof policy.Description !== 'string') {
    throw invalidDataProtection('Description must be a text')
  }
  if (policy.Version !== version) throw invalidDataProtection(`Version must be ${version}`)
  const custom = customIdentifiers(policy.Configuration)
  const statements = listOf(policy.Statement, 'Statement')
  if (statements.length > statementsMax)
    throw invalidDataProtection(`A policy can have at most ${statementsMax} statements`)
  return statements.map((statement) => readStatement(statement, custom))
}

function readStatement(value: unknown, custom: ReadonlyMap<string, Detector>): ProtectionStatement {
  const members = ['Sid', 'DataDirection', 'Principal', 'DataIdentifier', 'Operation']
  const statement = membersOf(value, 'A statement', members)
  if (statement.Sid !== undefined && typeof statement.Sid !== 'string')
    throw invalidDataProtection('Sid must be a text')
  const { DataDirection: direction } = statement
  if (direction !== 'Inbound' && direction !== 'Outbound') {
    throw invalidDataProtection('DataDirection must be Inbound or Outbound')
  }
  return {
    direction: direction satisfies DataDirection,
    accounts: accountsOf(statement.Principal),
    detectors: listOf(statement.DataIdentifier, 'DataIdentifier').map((name) => detectorOf(name, custom)),
    operation: operationOf(statement.Operation),
  }
}

/** Accounts are all that is known of who calls. */
function accountsOf(value: unknown): ReadonlySet<string> | undefined {
  const principals = listOf(value, 'Principal')
  if (principals.includes('*')) return undefined
  return new Set(
    principals.map((principal) => {
      const account = /^(?:arn:aws(?:-[a-z-]+)?:iam::)?(\d{12})(?::root)?$/.exec(String(principal))?.[1]
      if (account === undefined) {
        throw invalidDataProtection(
          'Principal must be "*" or an account: Millrace cannot tell users and roles',
        )
      }
      return account
    }),
  )
}

function detectorOf(value: unknown, custom: ReadonlyMap<string, Detector>): Detector {
  const identifier = String(value)
  const known = custom.get(identifier)
  if (known !== undefined) return known
  const name = identifier.startsWith(managedArn) ? identifier.slice(managedArn.length) : undefined
  const managed = managedIdentifiers.find((detector) => detector.name === name)
  if (managed !== undefined) return managed
  const names = managedIdentifiers.map((detector) => detector.name).join(', ')
  throw invalidDataProtection(
    `Millrace does not find data of the type ${identifier}; it finds ${names} and custom identifiers`,
  )
}

function operationOf(value: unknown): ProtectionOperation {
  const operation = membersOf(value, 'Operation', ['Audit', 'Deidentify', 'Deny'])
  const [name, ...others] = Object.keys(operation)
  if (name === undefined || others.length > 0) throw invalidDataProtection('Operation must have one member')
  if (name === 'Audit') {
    throw invalidDataProtection(
      'Millrace does not support the operation Audit: it has none of the destinations of findings',
    )
  }
  if (name === 'Deidentify') return deidentification(operation.Deidentify)
  membersOf(operation.Deny, 'Deny', [])
  return { kind: 'deny' }
}

function deidentification(value: unknown): ProtectionOperation {
  const { MaskConfig, RedactConfig } = membersOf(value, 'Deidentify', ['MaskConfig', 'RedactConfig'])
  if ((MaskConfig === undefined) === (RedactConfig === undefined)) {
    throw invalidDataProtection('Deidentify must have either MaskConfig or RedactConfig')
  }
  if (RedactConfig !== undefined) {
    membersOf(RedactConfig, 'RedactConfig', [])
    return { kind: 'replace', character: '' }
  }
  const { MaskWithCharacter: character } = membersOf(MaskConfig, 'MaskConfig', ['MaskWithCharacter'])
  if (typeof character !== 'string' || !maskForm.test(character)) {
    throw invalidDataProtection('MaskWithCharacter must be one character, a letter, a digit or a sign')
  }
  return { kind: 'replace', character }
}

function customIdentifiers(value: unknown): Map<string, Detector> {
  const found = new Map<string, Detector>()
  if (value === undefined) return found
  const { CustomDataIdentifier } = membersOf(value, 'Configuration', ['CustomDataIdentifier'])
  const list = listOf(CustomDataIdentifier, 'CustomDataIdentifier')
  if (list.length > customMax)
    throw invalidDataProtection(`A policy can have at most ${customMax} custom data identifiers`)
  for (const entry of list) {
    const { Name, Regex } = membersOf(entry, 'A custom data identifier', ['Name', 'Regex'])
    if (typeof Name !== 'string' || typeof Regex !== 'string') {
      throw invalidDataProtection('A custom data identifier must have a Name and a Regex')
    }
    if (found.has(Name) || managedIdentifiers.some(({ name }) => name === Name)) {
      throw invalidDataProtection(`There is another data identifier ${Name}`)
    }
    found.set(Name, customIdentifier(Name, Regex))
  }
  return found
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidDataProtection('The policy is no JSON')
  }
}

function membersOf(
  value: unknown,
  what: string,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidDataProtection(`${what} must be an object`)
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name))
  if (unknown !== undefined) throw invalidDataProtection(`${what} cannot have ${unknown}`)
  return value as Record<string, unknown>
}

/** A single value is a list of one. */
function listOf(value: unknown, what: string): readonly unknown[] {
  const list = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value]
  if (list.length === 0) throw invalidDataProtection(`${what} must have at least one value`)
  return list
}
