import type { Random } from '../../base/index.ts'
import type { FlagSpec, FlagValues } from '../command-flags.ts'
import { usageInvalid } from '../errors.ts'

export const keyFlags = {
  'partition-key': { placeholder: 'KEY', meaning: 'the partition key of all lines [a random one for each]' },
  'key-pattern': {
    placeholder: 'REGEXP',
    meaning: 'the key is what this matches in the line: its first group, or all of it',
  },
} as const satisfies Record<string, FlagSpec>

/** The partition key of a line; undefined when it has none. */
export type KeyOf = (line: Buffer) => string | undefined

/** @throws CLI_USAGE_INVALID */
export function partitionKeys(values: FlagValues<keyof typeof keyFlags>, random: Random): KeyOf {
  const { 'partition-key': key, 'key-pattern': pattern } = values
  if (key !== undefined && pattern !== undefined)
    throw usageInvalid('--key-pattern', 'and --partition-key exclude each other')
  if (key !== undefined) return () => `${key}`
  if (pattern === undefined) return () => random.uuid()
  const expression = expressionOf(`${pattern}`)
  return (line) => {
    const match = expression.exec(line.toString())
    return match?.[1] ?? match?.[0]
  }
}

function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch (error) {
    throw usageInvalid('--key-pattern', (error as Error).message)
  }
}
