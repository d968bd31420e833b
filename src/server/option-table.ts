/*
 * Every option of the server, once: what it takes, what it is when nobody says anything, and a line for `--help`.
 * The names for programs are the keys here (`transitionMs`); flags (`--transition-ms`), environment variables
 * (`MILLRACE_TRANSITION_MS`) and the config file (`"transition-ms"`) follow from them.
 *
 * A table of our own and no schema library: loading one takes a fifth of the whole start.
 */

import type { Catalog } from '../firehose-sink/index.ts'
import { isEmailAddress } from '../sns-layer/mail/index.ts'
import type { EndpointsFile } from './endpoints-file.ts'
import type { FunctionsFile } from './functions-file.ts'
import type { QuotaFile } from './quota-file.ts'

export interface OptionSpec<Value, Standard extends Value | undefined = Value | undefined> {
  /** Undefined for what is not to be had. Flags and variables come as text, a config file's values as they are. */
  readonly parse: (given: unknown) => Value | undefined
  /** What is to be had, for whoever gave something else: `must be …`. */
  readonly must: string
  readonly standard: Standard
  /** Stands for the value in `--help`. */
  readonly placeholder: string
  readonly meaning: string
}

type Text = Pick<OptionSpec<unknown>, 'placeholder' | 'meaning'>

function text<const Standard extends string | undefined>(
  standard: Standard,
  about: Text,
): OptionSpec<string, Standard> {
  const parse = (given: unknown) => (typeof given === 'string' && given !== '' ? given : undefined)
  return { parse, must: 'must be a text that is not empty', standard, ...about }
}

function wholeNumber(
  { min, max, standard }: { min: number; max: number; standard: number },
  about: Text,
): OptionSpec<number, number> {
  const parse = (given: unknown) => {
    const value = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given
    return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      ? (value as number)
      : undefined
  }
  return { parse, must: `must be a whole number from ${min} to ${max}`, standard, ...about }
}

/** One of `values`, of which the first is the standard one. */
function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  meaning: string,
): OptionSpec<Values[number], Values[number]> {
  const parse = (given: unknown) => values.find((value) => value === given)
  return {
    parse,
    must: `must be ${values.join(' or ')}`,
    standard: values[0],
    placeholder: values.join('|'),
    meaning,
  }
}

/** @param pattern what the whole value must match, `must` in words */
function matching(pattern: RegExp, must: string, standard: string, about: Text): OptionSpec<string, string> {
  const parse = (given: unknown) => (typeof given === 'string' && pattern.test(given) ? given : undefined)
  return { parse, must, standard, ...about }
}

function emailAddress(meaning: string): OptionSpec<string, undefined> {
  const parse = (given: unknown) => (typeof given === 'string' && isEmailAddress(given) ? given : undefined)
  return { parse, must: 'must be an e-mail address', standard: undefined, placeholder: 'ADDRESS', meaning }
}

/** The base URL of something outside, without a slash at its end. */
function url<const Standard extends string | undefined>(
  schemes: 'http' | 'smtp',
  standard: Standard,
  meaning: string,
): OptionSpec<string, Standard> {
  const parse = (given: unknown) => {
    if (typeof given !== 'string' || !URL.canParse(given)) return undefined
    const { protocol, host } = new URL(given)
    const isRight = protocol === `${schemes}:` || protocol === `${schemes}s:`
    return isRight && host !== '' ? given.replace(/\/+$/, '') : undefined
  }
  const must = `must be a URL that begins with ${schemes}:// or ${schemes}s://`
  return { parse, must, standard, placeholder: 'URL', meaning }
}

/** An address without path and query, of HTTP or HTTPS. */
function baseUrl(about: Text): OptionSpec<string, undefined> {
  const parse = (given: unknown) => {
    const url = typeof given === 'string' ? URL.parse(given) : null
    return url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
      ? (given as string)
      : undefined
  }
  return { parse, must: 'must be a URL of http or https without a path', standard: undefined, ...about }
}

/** A file of this form, by its path or, from programs and the config file, itself. What it says is checked when it is used. */
function jsonFile<File extends object>(about: Text): OptionSpec<string | File, undefined> {
  const parse = (given: unknown) => {
    const isObject = typeof given === 'object' && given !== null && !Array.isArray(given)
    return isObject || (typeof given === 'string' && given !== '') ? (given as string | File) : undefined
  }
  return { parse, must: 'must be the path of a JSON file', standard: undefined, ...about }
}

export const optionTable = {
  host: text('127.0.0.1', { placeholder: 'ADDRESS', meaning: 'the address to listen on' }),
  port: wholeNumber(
    { min: 0, max: 65_535, standard: 4567 },
    { placeholder: 'N', meaning: 'the port to listen on; 0 for any free one' },
  ),
  data: text('./data', { placeholder: 'DIR', meaning: 'where the data is kept; ":memory:" keeps nothing' }),
  firehoseRoot: text(undefined, {
    placeholder: 'DIR',
    meaning:
      'where delivery streams put objects, a folder for each bucket; "firehose" in the data folder by default',
  }),
  durability: oneOf(['fsync', 'os'], 'fsync: acknowledged is on disk; os: a power cut may lose the newest'),
  limits: oneOf(['aws', 'off'], "aws: AWS's quotas and throttles hold; off: they do not"),
  quotas: jsonFile<QuotaFile>({
    placeholder: 'FILE',
    meaning: "quotas instead of AWS's, from a JSON file; see docs/quotas.md",
  }),
  catalog: jsonFile<Catalog>({
    placeholder: 'FILE',
    meaning: 'tables that records are converted by, from a JSON file; see docs/firehose-processing.md',
  }),
  functions: jsonFile<FunctionsFile>({
    placeholder: 'FILE',
    meaning: 'Lambda functions by name, from a JSON file; see docs/functions.md',
  }),
  account: matching(/^\d{12}$/, 'must be an account number of 12 digits', '000000000000', {
    placeholder: 'ID',
    meaning: 'the account of callers whose access key is no account number',
  }),
  transitionMs: wholeNumber(
    { min: 0, max: 600_000, standard: 0 },
    { placeholder: 'N', meaning: 'how long CREATING, UPDATING and DELETING are seen, in milliseconds' },
  ),
  auth: oneOf(['off', 'sigv4'], 'off: signatures are not checked; sigv4: they are (not available yet)'),
  reach: oneOf(
    ['any', 'public'],
    'where endpoints may be that are called: anywhere but at link-local addresses, or at public ones only',
  ),
  firehoseS3Endpoint: text(undefined, {
    placeholder: 'URL',
    meaning: 'the S3 endpoint that has the buckets of delivery streams; without it they are folders',
  }),
  firehoseEndpoints: jsonFile<EndpointsFile>({
    placeholder: 'FILE',
    meaning: "where the endpoints of delivery streams are, by AWS's names; see docs/firehose-destinations.md",
  }),
  smsGateway: url(
    'http',
    undefined,
    'where text messages go; without it they go into the outbox in the data folder; see docs/messaging.md',
  ),
  smsSandbox: oneOf(['off', 'on'], 'on: accounts send text messages to numbers that they have verified only'),
  smsOriginationNumbers: text(undefined, {
    placeholder: 'NUMBERS',
    meaning: 'the numbers that the gateway sends from, with commas between; without it any may be asked for',
  }),
  fcmUrl: url('http', 'https://fcm.googleapis.com', 'where Firebase Cloud Messaging is'),
  fcmTokenUrl: url('http', 'https://oauth2.googleapis.com/token', 'where Google gives out access tokens'),
  apnsUrl: url('http', 'https://api.push.apple.com', 'where the Apple Push Notification service is'),
  apnsSandboxUrl: url(
    'http',
    'https://api.sandbox.push.apple.com',
    'the same, of applications in development',
  ),
  admUrl: url('http', 'https://api.amazon.com', 'where Amazon Device Messaging is'),
  smtp: url(
    'smtp',
    undefined,
    'the mail server that mails of SNS go to, with user:password@ if it asks for them; see docs/messaging.md',
  ),
  mailFrom: emailAddress('the address that mails of SNS come from'),
  origins: oneOf(['loopback', 'any'], 'whose web pages may call: those of this machine, or of any site'),
  tlsCert: text(undefined, {
    placeholder: 'FILE',
    meaning: 'the certificate for TLS, PEM; without it the server makes its own',
  }),
  tlsKey: text(undefined, { placeholder: 'FILE', meaning: 'the key of the certificate, PEM' }),
  publicUrl: baseUrl({
    placeholder: 'URL',
    meaning: 'where others reach this server, for links in what SNS sends; where it listens by default',
  }),
  logLevel: oneOf(['info', 'debug', 'warn', 'error', 'silent'], 'how much is logged on standard error'),
} as const

export type OptionName = keyof typeof optionTable

export type Options = {
  readonly [Name in OptionName]: (typeof optionTable)[Name] extends OptionSpec<infer Value, infer Standard>
    ? Value | Extract<Standard, undefined>
    : never
}

export const optionNames = Object.keys(optionTable) as OptionName[]

/** `transition-ms`: how flags and the config file call it. */
export function flagName(option: OptionName): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** `MILLRACE_TRANSITION_MS`. */
export function environmentName(option: OptionName): string {
  return `MILLRACE_${flagName(option).toUpperCase().replaceAll('-', '_')}`
}
