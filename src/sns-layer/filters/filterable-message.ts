import type { MessageAttribute } from '../../sqs-layer/index.ts'
import type { FilterScope } from './filter-scope.ts'
import { isObject, type Json, type JsonObject } from './json-value.ts'

/**
 * Why filters have rejected a message: the names of CloudWatch's metrics behind `NumberOfNotificationsFilteredOut-`.
 * Source: SNS Developer Guide, "Monitoring Amazon SNS topics using CloudWatch".
 */
export type RejectionReason =
  | 'MessageAttributes'
  | 'NoMessageAttributes'
  | 'InvalidAttributes'
  | 'MessageBody'
  | 'InvalidMessageBody'

/** What filters see of a message: read once, when the first filter of the scope asks. */
export class FilterableMessage {
  readonly #attributes: readonly MessageAttribute[]
  readonly #message: string
  #attributeValues: JsonObject | null | undefined
  #bodyValues: JsonObject | null | undefined
  #invalidAttributes = false
  #validBody = false

  constructor(message: string, attributes: readonly MessageAttribute[] = []) {
    this.#message = message
    this.#attributes = attributes
  }

  /** Undefined when there is nothing that a filter of this scope could accept. */
  valuesOf(scope: FilterScope): JsonObject | undefined {
    if (scope === 'MessageBody') {
      if (this.#bodyValues === undefined) this.#bodyValues = this.#readBody() ?? null
      return this.#bodyValues ?? undefined
    }
    if (this.#attributeValues === undefined) this.#attributeValues = this.#readAttributes() ?? null
    return this.#attributeValues ?? undefined
  }

  /** What it is put down to that a filter of this scope has not accepted the message. */
  rejectionReason(scope: FilterScope): RejectionReason {
    this.valuesOf(scope)
    if (scope === 'MessageBody') return this.#validBody ? 'MessageBody' : 'InvalidMessageBody'
    if (this.#invalidAttributes) return 'InvalidAttributes'
    return this.#attributes.length === 0 ? 'NoMessageAttributes' : 'MessageAttributes'
  }

  /** "An empty set of attributes results in the filter not matching", not even that something is absent ("Key matching"). */
  #readAttributes(): JsonObject | undefined {
    if (this.#attributes.length === 0) return undefined
    const values: Record<string, Json> = {}
    for (const { name, dataType, value } of this.#attributes) {
      /* Binary ones are ignored. */
      if (typeof value !== 'string') continue
      const read = attributeValue(dataType, value)
      if (read === undefined) this.#invalidAttributes = true
      /* Not by assignment: an attribute may be called `__proto__`. */ else
        Object.defineProperty(values, name, { value: read, enumerable: true })
    }
    return values
  }

  #readBody(): JsonObject | undefined {
    const body = parse(this.#message)
    this.#validBody = isObject(body)
    return isObject(body) && Object.keys(body).length > 0 ? body : undefined
  }
}

/** Undefined for one that cannot be read. */
function attributeValue(dataType: string, value: string): Json | undefined {
  if (dataType === 'String.Array' || dataType === 'Number.Array') return arrayValue(value)
  if (!dataType.startsWith('Number')) return escaped(value)
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

function arrayValue(text: string): Json | undefined {
  const array = parse(text)
  return Array.isArray(array) ? (array as readonly Json[]).map(escapedElement) : undefined
}

function escapedElement(element: Json): Json {
  return typeof element === 'string' ? escaped(element) : element
}

/**
 * AWS compares the text of an attribute as it would stand in JSON: a policy must escape quotation marks and backslashes twice.
 * Source: SNS Developer Guide, "Filter policy constraints", on attribute-based filtering.
 */
function escaped(text: string): string {
  return /["\\]/.test(text) ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
