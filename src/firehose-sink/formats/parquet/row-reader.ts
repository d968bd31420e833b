import { isObject, LostDigits, lowerKeys, type ValueReader, valueReader } from './column-values.ts'
import type { ConversionPlan } from './conversion-plan.ts'
import { parseHiveType } from './hive-type.ts'
import { timestampReader } from './timestamp-reader.ts'

/**
 * Reads records through JSON.parse: all there are, at the price of their objects. It is the authority: what it makes of a record,
 * or refuses it for, is what a conversion has to make of it.
 */
export class RowReader {
  readonly #plan: ConversionPlan
  /** One for each column. */
  readonly values: readonly ValueReader[]

  constructor(plan: ConversionPlan) {
    const options = { timestamps: plan.timestampFormats.map(timestampReader) }
    this.#plan = plan
    this.values = plan.columns.map(({ type }) => valueReader(parseHiveType(type), options))
  }

  /**
   * @returns a value for each column
   * @throws Error in plain words for a record that does not go with the columns
   */
  read(text: string): unknown[] {
    try {
      return this.#valuesOf(JSON.parse(text))
    } catch (error) {
      if (!(error instanceof LostDigits)) throw error
      return this.#valuesOf(parseDigits(text))
    }
  }

  #valuesOf(object: unknown): unknown[] {
    if (!isObject(object)) throw new Error('the record is not a JSON object')
    const row = this.#rowOf(object)
    return this.#plan.columns.map(({ jsonKey }, i) =>
      this.values[i]!(Object.hasOwn(row, jsonKey) ? row[jsonKey] : undefined),
    )
  }

  /** Keys as they are, where these are the ones that are looked for: most records are written so. */
  #rowOf(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const { columns, caseInsensitive, dotsToUnderscores } = this.#plan
    if (columns.every(({ jsonKey }) => Object.hasOwn(object, jsonKey))) return object
    const dotted = dotsToUnderscores
      ? Object.fromEntries(Object.entries(object).map(([key, value]) => [key.replaceAll('.', '_'), value]))
      : object
    return caseInsensitive ? lowerKeys(dotted) : dotted
  }
}

function parseDigits(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { source: string }) => {
    const isLong =
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    return isLong ? BigInt(context?.source ?? '0') : value
  })
}
