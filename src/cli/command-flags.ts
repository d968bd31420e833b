import { parseArgs } from 'node:util'
import { usageInvalid } from './errors.ts'

/** One flag of a command. Without a placeholder it takes no value. */
export interface FlagSpec {
  readonly placeholder?: string
  readonly meaning: string
}

export interface CommandSpec<Flag extends string> {
  /** `put STREAM`, `firehose status`: as the usage line has it, the names in capitals for what must be given. */
  readonly usage: string
  readonly purpose: string
  readonly flags: Readonly<Record<Flag, FlagSpec>>
}

export type FlagValues<Flag extends string> = Partial<Readonly<Record<Flag, string | boolean>>>

export interface ParsedCommand<Flag extends string> {
  readonly isHelp: boolean
  readonly values: FlagValues<Flag>
  readonly operands: readonly string[]
}

const meaningColumn = 36
const helpFlag = { meaning: 'print this' } satisfies FlagSpec

/** @throws CLI_USAGE_INVALID for a flag that there is not, or without its value, or operands too many or too few */
export function parseFlags<Flag extends string>(
  { usage, flags }: CommandSpec<Flag>,
  args: readonly string[],
): ParsedCommand<Flag> {
  const words = usage.split(' ')
  const names = words.filter((word) => word === word.toUpperCase())
  const command = words.filter((word) => !names.includes(word)).join(' ')
  const see = `see millrace ${command} --help`
  const options = Object.fromEntries(
    Object.entries<FlagSpec>({ ...flags, help: helpFlag }).map(([name, { placeholder }]) => [
      name,
      { type: placeholder === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const isHelp = values.help === true
    if (!isHelp && positionals.length !== names.length)
      throw usageInvalid(command, `takes ${names.join(' ') || 'no operand'}; ${see}`)
    return { isHelp, values: values as FlagValues<Flag>, operands: positionals }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    /* Node says which in its message only: `Unknown option '--prot'. …`, `Option '--port <value>' argument missing`. */
    const flag = /'(-[^' ]*)/.exec(error.message)?.[1] ?? command
    throw usageInvalid(flag, `is no option, or lacks its value; ${see}`)
  }
}

/** What `--help` of a command prints. */
export function commandHelp<Flag extends string>({ usage, purpose, flags }: CommandSpec<Flag>): string {
  const lines = Object.entries<FlagSpec>({ ...flags, help: helpFlag }).map(
    ([name, { placeholder, meaning }]) =>
      `  --${name}${placeholder === undefined ? '' : ` ${placeholder}`}`
        .padEnd(meaningColumn)
        .concat(meaning),
  )
  return `millrace ${usage} [options]: ${purpose}\n\n${lines.join('\n')}\n`
}
