import type { Random } from '../../base/index.ts'
import { DatePattern } from './date-pattern.ts'
import { zonedTime } from './zoned-time.ts'

/** What the expressions of a prefix evaluate to for one object. */
export interface PrefixValues {
  /** Of the oldest record in the object. */
  readonly timeMs: number
  readonly zone: string
  /** `processing-failed` and so on. */
  readonly errorOutputType?: string
  readonly partitionKeys?: Readonly<Record<string, string>> | undefined
}

export type PrefixPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'timestamp'; readonly pattern: DatePattern }
  | { readonly kind: 'random-string' | 'error-output-type' }
  | { readonly kind: 'partitionKeyFromQuery' | 'partitionKeyFromLambda'; readonly key: string }

const expression = /!\{([^:{}]*):([^}]*)\}/g

/**
 * A prefix with expressions in it: `logs/!{timestamp:yyyy/MM}/!{partitionKeyFromQuery:customer}/`.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
 */
export class Prefix {
  readonly parts: readonly PrefixPart[]

  constructor(parts: readonly PrefixPart[]) {
    this.parts = parts
  }

  /** @returns what is wrong, in plain words, if it is no prefix */
  static parse(text: string): Prefix | string {
    const parts: PrefixPart[] = []
    let end = 0
    for (const match of text.matchAll(expression)) {
      const [whole, namespace = '', value = ''] = match
      if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
      const part = partOf(namespace, value)
      if (typeof part === 'string') return part
      parts.push(part)
      end = match.index + whole.length
    }
    if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
    const broken = parts.some((part) => part.kind === 'text' && part.text.includes('!{'))
    return broken ? 'the sequence !{ can only appear in !{namespace:value} expressions' : new Prefix(parts)
  }

  has(kind: PrefixPart['kind']): boolean {
    return this.parts.some((part) => part.kind === kind)
  }

  get hasExpressions(): boolean {
    return this.parts.some(({ kind }) => kind !== 'text')
  }

  evaluate(values: PrefixValues, random: Random): string {
    return this.parts.map((part) => evaluated(part, values, random)).join('')
  }
}

function partOf(namespace: string, value: string): PrefixPart | string {
  if (namespace === 'timestamp') {
    const pattern = DatePattern.parse(value)
    return typeof pattern === 'string'
      ? `in !{timestamp:${value}} ${pattern}`
      : { kind: 'timestamp', pattern }
  }
  if (namespace === 'firehose') {
    const known = value === 'random-string' || value === 'error-output-type'
    return known ? { kind: value } : `${value} is not a value of the firehose namespace`
  }
  if (namespace === 'partitionKeyFromQuery' || namespace === 'partitionKeyFromLambda') {
    return value === ''
      ? `the namespace ${namespace} needs the name of a key`
      : { kind: namespace, key: value }
  }
  return `${namespace} is not a namespace of expressions`
}

function evaluated(part: PrefixPart, values: PrefixValues, random: Random): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'timestamp':
      return part.pattern.format(zonedTime(values.timeMs, values.zone))
    case 'random-string':
      /* 11 characters, as those of AWS's examples: `046b6c7f-0b`. */
      return random.uuid().slice(0, 11)
    case 'error-output-type':
      return values.errorOutputType ?? ''
    default:
      return values.partitionKeys?.[part.key] ?? ''
  }
}
