import { optionInvalid } from './errors.ts'
import { parseJsonObject } from './json-object.ts'
import {
  environmentName,
  flagName,
  type OptionName,
  type OptionSpec,
  type Options,
  optionNames,
  optionTable,
} from './option-table.ts'

/** One place that options come from. */
export interface OptionSource {
  /** What the user would recognise: `--port`, `MILLRACE_PORT`, `"port" in millrace.json`. */
  nameOf(option: OptionName): string
  valueOf(option: OptionName): unknown
}

export type Flags = Readonly<Record<string, string | boolean | undefined>>

export function fromFlags(flags: Flags): OptionSource {
  return { nameOf: (option) => `--${flagName(option)}`, valueOf: (option) => flags[flagName(option)] }
}

/**
 * Kubernetes gives every pod variables named after the services of its namespace: beside a service called
 * `millrace` there is a MILLRACE_PORT that nobody set, with the value `tcp://10.0.0.7:4567`. That is no option.
 */
const serviceLink = /^(tcp|udp|sctp):\/\//

export function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): OptionSource {
  return {
    nameOf: environmentName,
    valueOf(option) {
      const value = environment[environmentName(option)]
      return value === undefined || value === '' || serviceLink.test(value) ? undefined : value
    },
  }
}

/** @throws CodedError SERVER_OPTION_INVALID for what is no JSON object, or has a name that is no option */
export function fromConfigText(file: string, text: string): OptionSource {
  const config = parseJsonObject(file, text)
  const known = optionNames.map(flagName)
  for (const name of Object.keys(config)) {
    if (!known.includes(name)) throw optionInvalid(file, `"${name}" is no option; see --help`)
  }
  return {
    nameOf: (option) => `"${flagName(option)}" in ${file}`,
    valueOf: (option) => config[flagName(option)],
  }
}

/**
 * The options by the first source that has each, or by default.
 * @throws CodedError SERVER_OPTION_INVALID, with the source that is wrong
 */
export function readOptions(sources: readonly OptionSource[]): Options {
  const options = Object.fromEntries(optionNames.map((name) => [name, readOption(name, sources)]))
  return checkTogether(options as unknown as Options, sources)
}

function readOption(name: OptionName, sources: readonly OptionSource[]): unknown {
  const { parse, must, standard }: OptionSpec<unknown> = optionTable[name]
  const source = sourceOf(name, sources)
  if (source === undefined) return standard
  const given = source.valueOf(name)
  const value = parse(given)
  if (value === undefined) throw optionInvalid(source.nameOf(name), `${must}, not ${shown(given)}`)
  return value
}

/** What was given, for an error that ends in a log: without the password that a URL may have. */
function shown(given: unknown): string {
  return JSON.stringify(given).replace(/:.*@/s, ':***@')
}

function sourceOf(name: OptionName, sources: readonly OptionSource[]): OptionSource | undefined {
  return sources.find((source) => source.valueOf(name) !== undefined)
}

const loopbackAddress = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|localhost)$/

/** Options of which one says nothing without the other. */
const pairs = [
  ['tlsCert', 'tlsKey'],
  ['smtp', 'mailFrom'],
] as const

/** What no single option can say. */
function checkTogether(options: Options, sources: readonly OptionSource[]): Options {
  /* What is wrong here is no default, so somebody has given it. */
  const nameOf = (name: OptionName) => sourceOf(name, sources)!.nameOf(name)
  if (options.auth === 'sigv4') {
    throw optionInvalid(nameOf('auth'), 'sigv4 is not available yet; this version knows auth off only')
  }
  if (!loopbackAddress.test(options.host)) {
    throw optionInvalid(
      nameOf('host'),
      `${options.host} can be reached from other machines, and signatures are not checked (auth off): ` +
        'only 127.0.0.1, ::1 and localhost are allowed',
    )
  }
  if (options.quotas !== undefined && options.limits === 'off') {
    throw optionInvalid(nameOf('quotas'), 'needs --limits aws: without limits no quota holds')
  }
  for (const [one, other] of pairs) {
    if ((options[one] === undefined) === (options[other] === undefined)) continue
    const [given, absent] = options[other] === undefined ? [one, other] : [other, one]
    throw optionInvalid(nameOf(given), `needs --${flagName(absent)} beside it`)
  }
  return options
}
