import type { Random } from '../../base/index.ts'
import { invalidSetting } from '../errors.ts'
import { Prefix, type PrefixValues } from './prefix.ts'
import { isTimeZone } from './zoned-time.ts'

/** What a bucket is configured with. */
export interface PrefixSettings {
  readonly Prefix?: string | undefined
  readonly ErrorOutputPrefix?: string | undefined
  readonly CustomTimeZone?: string | undefined
}

/** `2026/11/26/05/`, behind prefixes that have no time of their own. */
const timePart = Prefix.parse('!{timestamp:yyyy/MM/dd/HH}/') as Prefix
const typePart = Prefix.parse('!{firehose:error-output-type}/') as Prefix

/** The sentence that AWS begins its refusals with, as it writes it. */
const constraint = (what: string) =>
  invalidSetting(`Ths supplied prefix(es) do not satisfy the following constraint: ${what}`)

/** Where the objects of a bucket go: those with records, and those that say what failed. */
export class BucketPrefixes {
  readonly records: Prefix
  readonly errors: Prefix
  readonly #zone: string

  private constructor(records: Prefix, errors: Prefix, zone: string) {
    this.records = records
    this.errors = errors
    this.#zone = zone
  }

  /**
   * AWS's rules ("Semantic rules" of its page on prefixes). The text on ErrorOutputPrefix is AWS's; the others are ours in its form.
   * @param partitioned whether dynamic partitioning is on
   * @throws CodedError FIREHOSE_SETTING_INVALID
   */
  static of(settings: PrefixSettings, partitioned = false): BucketPrefixes {
    const { Prefix: given = '', ErrorOutputPrefix: errorsGiven, CustomTimeZone: zone = 'UTC' } = settings
    if (!isTimeZone(zone)) throw invalidSetting(`CustomTimeZone ${zone} is not a time zone.`)
    const prefix = parsed('Prefix', given)
    checkRecords(prefix, partitioned)
    if (prefix.hasExpressions && (errorsGiven ?? '') === '')
      throw constraint('ErrorOutputPrefix cannot be null or empty when Prefix contains expressions')
    const errors = errorsGiven === undefined || errorsGiven === '' ? prefix : parsedErrors(errorsGiven)
    return new BucketPrefixes(
      prefix.has('timestamp') ? prefix : new Prefix([...prefix.parts, ...timePart.parts]),
      errors.hasExpressions ? errors : new Prefix([...errors.parts, ...typePart.parts, ...timePart.parts]),
      zone,
    )
  }

  /** The keys of partitions that objects with records are told apart by. */
  get partitionKeys(): readonly string[] {
    return [...new Set(this.records.parts.flatMap((part) => ('key' in part ? [part.key] : [])))]
  }

  ofRecords(values: Omit<PrefixValues, 'zone'>, random: Random): string {
    return this.records.evaluate({ ...values, zone: this.#zone }, random)
  }

  ofErrors(values: Omit<PrefixValues, 'zone'>, random: Random): string {
    return this.errors.evaluate({ ...values, zone: this.#zone }, random)
  }
}

function parsed(member: string, text: string): Prefix {
  const prefix = Prefix.parse(text)
  if (typeof prefix === 'string') throw constraint(`${member} is not valid: ${prefix}`)
  return prefix
}

const hasKeys = (prefix: Prefix): boolean =>
  prefix.has('partitionKeyFromQuery') || prefix.has('partitionKeyFromLambda')

function checkRecords(prefix: Prefix, partitioned: boolean): void {
  if (prefix.has('error-output-type')) throw constraint('Prefix cannot contain !{firehose:error-output-type}')
  if (hasKeys(prefix) && !partitioned)
    throw constraint(
      'Prefix can contain partitionKeyFromQuery and partitionKeyFromLambda only when dynamic partitioning is enabled',
    )
  if (partitioned && !hasKeys(prefix))
    throw constraint(
      'Prefix must contain partitionKeyFromQuery or partitionKeyFromLambda when dynamic partitioning is enabled',
    )
}

function parsedErrors(text: string): Prefix {
  const prefix = parsed('ErrorOutputPrefix', text)
  if (hasKeys(prefix))
    throw constraint('ErrorOutputPrefix cannot contain partitionKeyFromQuery or partitionKeyFromLambda')
  if (prefix.hasExpressions && !prefix.has('error-output-type'))
    throw constraint(
      'ErrorOutputPrefix must contain !{firehose:error-output-type} when it contains expressions',
    )
  return prefix
}
