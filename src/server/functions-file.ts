import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import {
  concurrency,
  type FunctionSettings,
  memoryMb,
  parseFunctionReference,
  timeoutMsMax,
} from '../functions/index.ts'
import { optionInvalid } from './errors.ts'
import { parseJsonObject } from './json-object.ts'

/** What `--functions` names: each function by its name, or by `name:alias` for one alias or version. */
export type FunctionsFile = Readonly<Record<string, FunctionSettings>>

type Members = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string' && value !== ''
const isTexts: Check = (value) =>
  isObject(value) && Object.values(value).every((one) => typeof one === 'string')
const isWhole =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
const isHttpUrl: Check = (value) =>
  isText(value) && /^https?:$/.test(URL.parse(value as string)?.protocol ?? '')

const timeout = { is: isWhole(1, timeoutMsMax), must: `must be a whole number from 1 to ${timeoutMsMax}` }

const httpMembers: Record<string, { is: Check; must: string }> = {
  url: { is: isHttpUrl, must: 'must be an http or https address' },
  headers: { is: isTexts, must: 'must be an object of texts' },
  timeoutMs: timeout,
}

const moduleMembers: typeof httpMembers = {
  module: { is: isText, must: 'must be the path of a module' },
  handler: { is: isText, must: 'must be the name of an exported function' },
  environment: { is: isTexts, must: 'must be an object of texts' },
  concurrency: {
    is: isWhole(concurrency.min, concurrency.max),
    must: `must be a whole number from ${concurrency.min} to ${concurrency.max}`,
  },
  memoryMb: {
    is: isWhole(memoryMb.min, memoryMb.max),
    must: `must be a whole number from ${memoryMb.min} to ${memoryMb.max}`,
  },
  timeoutMs: timeout,
}

/**
 * The functions of a file, or of a program. Paths of modules are relative to the file.
 * @throws CodedError SERVER_OPTION_INVALID, with the file and the name in it
 */
export function loadFunctions(given: string | FunctionsFile | undefined): FunctionsFile {
  if (given === undefined) return {}
  if (typeof given === 'object') return checked('functions', given, '.')
  return checked(given, parseJsonObject(given, readText(given)), dirname(given))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw optionInvalid('--functions', (error as Error).message)
  }
}

function checked(source: string, given: object, directory: string): FunctionsFile {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const place = `"${name}" in ${source}`
      if (parseFunctionReference(name) === undefined) throw optionInvalid(place, 'is no name of a function')
      return [name, checkedFunction(place, value, directory)]
    }),
  )
}

function checkedFunction(place: string, value: unknown, directory: string): FunctionSettings {
  if (!isObject(value) || 'url' in value === 'module' in value) {
    throw optionInvalid(place, 'must be an object with either "url" or "module"')
  }
  if ('url' in value) {
    checkMembers(place, value, httpMembers)
    return value as unknown as FunctionSettings
  }
  checkMembers(place, value, moduleMembers)
  const { module } = value as unknown as { module: string }
  return { handler: 'handler', ...value, module: resolve(directory, module) }
}

function checkMembers(place: string, members: Members, known: typeof httpMembers): void {
  for (const [name, value] of Object.entries(members)) {
    const member = Object.hasOwn(known, name) ? known[name] : undefined
    if (member === undefined) {
      throw optionInvalid(place, `has no "${name}": there are ${Object.keys(known).join(', ')}`)
    }
    if (!member.is(value)) throw optionInvalid(place, `"${name}" ${member.must}`)
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
