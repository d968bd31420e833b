import { readFileSync } from 'node:fs'
import { type CallRateSettings, countedOperations } from '../api/kinesis/index.ts'
import { type QuotaSettings, quotaMax, quotaNames, quotaTable } from '../shards/index.ts'
import { optionInvalid } from './errors.ts'
import { parseJsonObject } from './json-object.ts'

/** What `--quotas` names: quotas by name, and rates of calls by operation. The rest is AWS's. */
export interface QuotaFile extends QuotaSettings {
  /** `*` stands for every operation that is not named. */
  readonly callsPerSecond?: CallRateSettings
}

/**
 * The quotas of a file, or of a program.
 * @throws CodedError SERVER_OPTION_INVALID, with the file and the name in it
 */
export function loadQuotas(given: string | QuotaFile | undefined): QuotaFile {
  if (given === undefined) return {}
  if (typeof given === 'object') return checkQuotas('quotas', given)
  return checkQuotas(given, parseJsonObject(given, readText(given)))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw optionInvalid('--quotas', (error as Error).message)
  }
}

/** @param source for the message: the file's path */
export function checkQuotas(source: string, given: object): QuotaFile {
  for (const [name, value] of Object.entries(given)) {
    if (name === 'callsPerSecond') checkRates(source, value)
    else if (Object.hasOwn(quotaTable, name)) {
      const { min } = quotaTable[name as keyof typeof quotaTable]
      checkNumber(`"${name}" in ${source}`, value, min)
    } else
      throw optionInvalid(
        source,
        `"${name}" is no quota: there are ${quotaNames.join(', ')} and callsPerSecond`,
      )
  }
  return given as QuotaFile
}

function checkRates(source: string, given: unknown): void {
  const place = `"callsPerSecond" in ${source}`
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw optionInvalid(
      place,
      `must be an object with a rate for each operation, not ${JSON.stringify(given)}`,
    )
  }
  const known: readonly string[] = ['*', ...countedOperations]
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name)) throw optionInvalid(place, `"${name}" is no operation whose calls are counted`)
    checkNumber(`"callsPerSecond.${name}" in ${source}`, value, 1)
  }
}

function checkNumber(place: string, value: unknown, min: number): void {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= quotaMax) return
  throw optionInvalid(
    place,
    `must be a whole number from ${min} to ${quotaMax}, not ${JSON.stringify(value)}`,
  )
}
