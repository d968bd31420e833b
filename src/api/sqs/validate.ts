import type { Member, StructureShape } from '../../wire/index.ts'
import { missingParameter, sqsError } from './errors.ts'

/**
 * Checks that a decoded input has what the model asks for. SQS does not speak of "validation errors detected": it names the
 * first parameter that is missing, by the name that Query has in a list. An empty text is as good as none.
 * @throws AwsError MissingParameter, EmptyBatchRequest
 */
export function validateSqsInput(input: Record<string, unknown>, shape: StructureShape): void {
  checkMembers(input, shape, '')
}

function checkMembers(input: Record<string, unknown>, { members }: StructureShape, prefix: string): void {
  for (const member of members) {
    const value = input[member.name]
    if (member.required && isMissing(value)) throw missing(member, prefix)
    if (value !== undefined) checkInside(value, member, prefix)
  }
}

function isMissing(value: unknown): boolean {
  if (typeof value !== 'object') return value === undefined || value === ''
  return Object.keys(value as object).length === 0
}

/** AWS has a code of its own for batches without an entry. */
function missing({ name, queryName }: Member, prefix: string): Error {
  if (name !== 'Entries') return missingParameter(prefix + name)
  return sqsError('EmptyBatchRequest', `There should be at least one ${queryName} in the request.`)
}

/** A null in a list or map is as good as absent. What message attributes lack is named in other words, elsewhere. */
function checkInside(value: unknown, { queryName, shape }: Member, prefix: string): void {
  if (shape.kind === 'list') {
    for (const [i, item] of (value as unknown[]).entries()) {
      const path = `${prefix}${queryName}.${i + 1}`
      if (item === null) throw missingParameter(path)
      if (shape.member.kind === 'structure')
        checkMembers(item as Record<string, unknown>, shape.member, `${path}.`)
    }
  } else if (shape.kind === 'map') {
    for (const [i, item] of Object.values(value as object).entries()) {
      if (item === null) throw missingParameter(`${prefix}${queryName}.${i + 1}.${shape.valueName}`)
    }
  }
}
