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

/**
 * The constraints of the model that an input breaks. Sources of the form: https://github.com/snowplow/enrich/issues/377
 * (absent members, at most ten), https://github.com/osquery/osquery/issues/3568 (lengths, blobs),
 * https://github.com/boto/boto/pull/1584 (numbers), https://github.com/mcohen01/amazonica/issues/468 (patterns),
 * https://github.com/awsdocs/aws-doc-sdk-examples/pull/891 (enums),
 * https://github.com/hashicorp/terraform-provider-aws/pull/4574 (maps).
 */
export function validationError(violations: readonly Violation[]): AwsError {
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected`
  return new AwsError('ValidationException', `${count}: ${violations.map(textOf).join('; ')}`)
}

/** The violation of a member that must be there and is not. `path` as in `Violation`. */
export function mustNotBeNull(path: string): Violation {
  return { value: undefined, path, constraint: notNull }
}

/** For what is required by a rule that the model cannot say. `paths` as in `Violation`. */
export function absentMembers(paths: readonly string[]): AwsError {
  return validationError(paths.map(mustNotBeNull))
}

function textOf({ value, path, constraint }: Violation): string {
  const shown = value === undefined ? 'null' : `'${value}'`
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`
}
