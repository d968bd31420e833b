import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type Flags, flagName, optionInvalid, optionNames } from '../server/index.ts'

export type Command = { kind: 'serve'; flags: Flags } | { kind: 'help' } | { kind: 'version' }

/** @throws CodedError SERVER_OPTION_INVALID for a command or a flag that there is not, or a flag without its value */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args)
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  const [command = 'serve', ...rest] = positionals
  if (command !== 'serve' || rest.length > 0) {
    throw optionInvalid(rest[0] ?? command, 'is no command; see millrace --help')
  }
  return { kind: 'serve', flags: values }
}

type FlagSpecs = NonNullable<ParseArgsConfig['options']>
const flagSpecs: FlagSpecs = {
  ...Object.fromEntries(
    [...optionNames.map(flagName), 'config'].map((name) => [name, { type: 'string' }] as const),
  ),
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
}

function parse(args: readonly string[]): { values: Flags; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: flagSpecs })
    return { values: values as Flags, positionals }
  } catch (error) {
    throw optionInvalid(flagOf(error), 'is no option, or lacks its value; see millrace --help')
  }
}

/** Node says which in its message only: `Unknown option '--prot'. To specify …`, `Option '--port <value>' argument missing`. */
function flagOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return /'(-[^' ]*)/.exec(message)?.[1] ?? message
}
