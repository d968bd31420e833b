import { configInvalid } from '../errors.ts'

type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One object of a configuration, whose members are taken by name and type; `end` refuses those that nobody has asked for. */
export class ConfigObject {
  readonly #where: string
  readonly #members: Members
  readonly #known = new Set<string>()

  private constructor(where: string, members: Members) {
    this.#where = where
    this.#members = members
  }

  /** @throws AGENT_CONFIG_INVALID */
  static parse(file: string, text: string): ConfigObject {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      throw configInvalid(file, `is no JSON (${(error as Error).message})`)
    }
    if (!isObject(value)) throw configInvalid(file, 'must be a JSON object')
    return new ConfigObject(file, value)
  }

  /** Where a member is, for a message. */
  at(name: string): string {
    return `${this.#where}: ${name}`
  }

  take(name: string): unknown {
    this.#known.add(name)
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined
  }

  text(name: string): string | undefined {
    const value = this.take(name)
    if (value === undefined || (typeof value === 'string' && value !== '')) return value
    throw configInvalid(this.at(name), 'must be a text that is not empty')
  }

  /** Numbers in quotes too, as the Kinesis Agent takes them. */
  number(name: string, { min, max, standard }: { min: number; max: number; standard: number }): number {
    const value = this.take(name) ?? standard
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
    if (Number.isInteger(number) && (number as number) >= min && (number as number) <= max)
      return number as number
    throw configInvalid(this.at(name), `must be a whole number from ${min} to ${max}`)
  }

  /** The first is the standard one. */
  oneOf<const Values extends readonly [string, ...string[]]>(name: string, values: Values): Values[number] {
    const value = this.take(name) ?? values[0]
    const found = values.find((each) => each === value)
    if (found !== undefined) return found
    throw configInvalid(this.at(name), `must be ${values.join(' or ')}`)
  }

  /** What the name that must be given stands for. */
  choice<Choice>(name: string, choices: Readonly<Record<string, Choice>>): Choice {
    const value = this.text(name) ?? this.missing(name)
    const choice = Object.hasOwn(choices, value) ? choices[value] : undefined
    if (choice !== undefined) return choice
    throw configInvalid(this.at(name), `must be ${Object.keys(choices).join(' or ')}`)
  }

  /** Matches at the start of a text only. */
  expression(name: string, source: string): RegExp {
    try {
      return new RegExp(`^(?:${source})`, 'su')
    } catch (error) {
      throw configInvalid(this.at(name), (error as Error).message)
    }
  }

  texts(name: string): string[] | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string'))
      return value
    throw configInvalid(this.at(name), 'must be a list of texts')
  }

  /** None when it is absent. */
  objects(name: string): ConfigObject[] {
    const value = this.take(name) ?? []
    if (!Array.isArray(value) || !value.every(isObject))
      throw configInvalid(this.at(name), 'must be a list of objects')
    return value.map((members, i) => new ConfigObject(`${this.at(name)}[${i}]`, members))
  }

  refuse(name: string, why: string): void {
    if (this.take(name) !== undefined) throw configInvalid(this.at(name), why)
  }

  missing(name: string): never {
    throw configInvalid(this.at(name), 'must be given')
  }

  end(): void {
    const unknown = Object.keys(this.#members).find((name) => !this.#known.has(name))
    if (unknown !== undefined) throw configInvalid(this.at(unknown), 'is no setting that is known here')
  }
}
