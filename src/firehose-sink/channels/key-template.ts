import type { ChannelDestination } from '../../shards/index.ts'

/** What the variables of a template stand for, for one object. */
export interface KeyValues {
  readonly channelName: string
  readonly channelId: string
  readonly streamName: string
  readonly timeMs: number
}

type Compression = ChannelDestination['compression']

/** Two digits of a time. */
const digits = (value: number) => String(value).padStart(2, '0')
const dateOf = ({ timeMs }: KeyValues) => new Date(timeMs)

/** All times are UTC. */
const variables: Readonly<Record<string, (values: KeyValues) => string>> = {
  'channel-name': ({ channelName }) => channelName,
  'channel-id': ({ channelId }) => channelId,
  'stream-name': ({ streamName }) => streamName,
  yyyy: (values) => String(dateOf(values).getUTCFullYear()).padStart(4, '0'),
  yy: (values) => digits(dateOf(values).getUTCFullYear() % 100),
  MM: (values) => digits(dateOf(values).getUTCMonth() + 1),
  dd: (values) => digits(dateOf(values).getUTCDate()),
  HH: (values) => digits(dateOf(values).getUTCHours()),
  mm: (values) => digits(dateOf(values).getUTCMinutes()),
}

const extensions: Readonly<Record<Compression, string>> = { NONE: '', GZIP: '.gz', ZSTD: '.zst' }

const variable = /!\{([^{}]*)\}/g
const extensionVariable = /!\{extension(?::([^{}]*))?\}/g
const literalExtension = /^\.[a-z.]+$/
/** S3 has 1,024 characters, and what is unique takes up to 38. */
const expandedMax = 986

/**
 * What the keys of a channel's objects are made by: `orders/!{yyyy}/!{MM}/!{channel-id}!{extension}`. What is unique goes before
 * the extension, so that the key ends in it; AWS says only that it is appended.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-s3-key-template.html
 */
export class KeyTemplate {
  /** Without the extension. */
  readonly #stem: string
  readonly #extension: string

  private constructor(stem: string, extension: string) {
    this.#stem = stem
    this.#extension = extension
  }

  /** @returns what is wrong, in plain words, if it is no template for that */
  static parse(text: string, compression: Compression): KeyTemplate | string {
    const wrong = wrongPath(text) ?? wrongVariable(text) ?? wrongExtension(text, compression)
    if (wrong !== undefined) return wrong
    const [extension] = text.matchAll(extensionVariable)
    if (extension === undefined) return new KeyTemplate(text, '')
    return new KeyTemplate(text.slice(0, extension.index), extension[1] ?? extensions[compression])
  }

  /** @returns what is wrong for a channel, in plain words */
  tooLongFor(values: KeyValues): string | undefined {
    const length = this.#expanded(values).length + this.#extension.length
    if (length <= expandedMax) return undefined
    return `it expands to ${length} characters, and may to ${expandedMax}`
  }

  /** @param id what is unique, a UUID */
  keyOf(values: KeyValues, id: string): string {
    return `${this.#expanded(values)}-${id}${this.#extension}`
  }

  #expanded(values: KeyValues): string {
    return this.#stem.replaceAll(variable, (_, name: string) => variables[name]!(values))
  }
}

function wrongPath(text: string): string | undefined {
  if (text.startsWith('/')) return 'it starts with a forward slash'
  if (text.includes('//')) return 'it contains consecutive slashes'
  if (text.includes('..') || text.split('/').includes('.')) return 'it contains path traversal'
  return undefined
}

function wrongVariable(text: string): string | undefined {
  for (const [whole, name = ''] of text.matchAll(variable))
    if (!Object.hasOwn(variables, name) && !/^extension(:|$)/.test(name))
      return `${whole} is not a supported variable`
  const literals = text.replaceAll(variable, '')
  if (literals.includes('!{')) return 'a variable is not closed'
  if (/[{}:]/.test(literals)) return 'the characters { } and : can only be in variables'
  return undefined
}

function wrongExtension(text: string, compression: Compression): string | undefined {
  const [first, ...others] = text.matchAll(extensionVariable)
  if (first === undefined)
    return compression === 'NONE' ? undefined : `with ${compression} it must end in an extension variable`
  if (others.length > 0) return 'it contains more than one extension variable'
  const [whole, literal] = first
  if (first.index + whole.length < text.length) return `${whole} is not at the end`
  if (literal === undefined || literalExtension.test(literal)) return undefined
  return `the extension in ${whole} must start with a period and contain only lowercase letters and periods`
}
