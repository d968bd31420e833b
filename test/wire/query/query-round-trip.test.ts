import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sqsModel } from '../../../src/api/sqs/model.ts'
import {
  AwsError,
  QueryErrors,
  QueryProtocol,
  readForm,
  type StructureShape,
} from '../../../src/wire/index.ts'
import { validStructure } from '../shape-arbitrary.ts'
import { child, formOf, parseXml, plainOf } from './query-client.ts'

/*
 * Goal: every input and output of every operation of a service that speaks Query keeps its value through it, and no form
 * whatever makes anything else than an input or an AwsError.
 * Method: for each structure that an operation takes or gives, random valid values; forms are written and XML is read by
 * other code than ours. For the rest, forms with parts changed and names of any operation.
 */
const runs = { numRuns: 25 }
const operations = Object.values(sqsModel.operations)
const withInput = operations.flatMap(({ name, input }) => (input ? [[name, input] as const] : []))
const withOutput = operations.flatMap(({ name, output }) => (output ? [[name, output] as const] : []))

function protocolFor(operation: string, form: string): QueryProtocol {
  return new QueryProtocol({ form: readForm(form), operation, requestId: 'r', xmlNamespace: undefined })
}

test.each(withInput)('the input of %s is read from a form as it was meant', (name, shape) => {
  fc.assert(
    fc.property(validStructure(shape), (drawn) => {
      const input = withoutSharedNames(drawn, shape)
      const form = formOf(name, input, shape)
      const read = protocolFor(name, form).decode(Buffer.alloc(0), shape)
      expect(plain(withoutSharedNames(read, shape))).toEqual(plain(input))
    }),
    runs,
  )
})

test.each(withOutput)('the output of %s is written as a client reads it', (name, shape) => {
  fc.assert(
    fc.property(validStructure(shape), (drawn) => {
      const output = sayable(drawn) as Record<string, unknown>
      const document = parseXml(protocolFor(name, '').encode(output, shape).toString())
      const result = child(document, `${name}Result`)!
      expect(plain(plainOf(result, shape))).toEqual(plain(output))
    }),
    runs,
  )
})

const part = fc.constantFrom(
  '1',
  '2',
  '0',
  '-1',
  '',
  'Name',
  'Value',
  'Key',
  'StringValue',
  '__proto__',
  'entry',
  'member',
)
const names = [...new Set(withInput.flatMap(([, { members }]) => members.map(({ queryName }) => queryName)))]
const pair = fc
  .tuple(fc.constantFrom(...names, 'Action', '__proto__'), fc.array(part, { maxLength: 5 }), fc.string())
  .map(([name, parts, value]) => `${[name, ...parts].join('.')}=${encodeURIComponent(value)}`)
const hostile = fc.oneof(
  fc.array(pair, { maxLength: 12 }).map((pairs) => pairs.join('&')),
  fc.string({ unit: fc.constantFrom('&', '=', '.', '%', '+', '1', 'Entries', '%41', '\u00e9', 'QueueUrl') }),
  fc.string({ unit: 'binary' }),
)

test('any form is read or refused', () => {
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(hostile, fc.constantFrom(...withInput), (form, [name, shape]) => {
      outcomes.add(outcomeOf(() => protocolFor(name, form).decode(Buffer.alloc(0), shape)))
    }),
    { numRuns: 3000 },
  )
  expect([...outcomes].sort()).toEqual(['MalformedInput', 'MalformedQueryString', 'an input'])
})

test('an error with any text in it is well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const error = new QueryErrors('r', undefined).encodeError(new AwsError('A', text))
      const message = child(child(parseXml(error.toString()), 'Error')!, 'Message')!
      expect(message.text).toBe(sayable(text))
    }),
  )
})

function outcomeOf(act: () => unknown): string {
  try {
    act()
    return 'an input'
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return error.code
  }
}

/** Query has one name, `AttributeName`, for two members of ReceiveMessage: the old one and the one that replaces it. */
function withoutSharedNames(input: Record<string, unknown>, { members }: StructureShape) {
  const shared = members.filter((one) =>
    members.some((other) => other.name < one.name && other.queryName === one.queryName),
  )
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !shared.some((one) => one.name === name)),
  )
}

/** With U+FFFD for what XML cannot say. */
function sayable(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
  }
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sayable)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [sayable(key), sayable(item)]))
}

/** To be compared: without prototypes and classes of byte arrays, and without what is empty, which Query does not write. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([, item]) => item !== undefined && !isEmpty(item))
    .map(([key, item]) => [key, plain(item)])
    .sort()
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  if (Array.isArray(value)) return value.length === 0
  return Object.values(value).every((item) => item === undefined || isEmpty(item))
}
