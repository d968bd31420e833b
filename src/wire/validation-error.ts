import { AwsError } from './aws-error.ts'

/** One broken constraint: AWS's text of the value, the path of the member, and what should have held. */
export interface Violation {
  /** As AWS prints it, without quotes. Undefined for an absent member, which AWS calls null. */
  readonly value: string | undefined
  /** From the input on, each name with its first letter in lower case: `records.3.member.partitionKey`. */
  readonly path: string
  readonly constraint: string
}

export const notNull = 'Member must not be null'

/** A broken constraint of the model. Operations use it for members that the model leaves optional and AWS does not. */
export function validationError(violations: readonly Violation[]): AwsError {
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`
  return new AwsError('ValidationException', `${count}: ${violations.map(textOf).join('; ')}`)
}

/** The violation of a member that must be there and is not. `path` as in `Violation`. */
export function mustNotBeNull(path: string): Violation {
  return { value: undefined, path, constraint: notNull }
}

function textOf({ value, path, constraint }: Violation): string {
  const shown = value === undefined ? 'null' : `'${value}'`
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`
}
