import { expect, test } from 'vitest'
import { AwsError, validateInput } from '../../src/wire/index.ts'
import { cborClient } from './cbor-client.ts'
import { cbor, errorOf, inputShape, outputShape } from './protocol-bodies.ts'

const decodeAs = (operation: Parameters<typeof inputShape>[0], body: Buffer | string) =>
  cbor.decode(typeof body === 'string' ? Buffer.from(body, 'hex') : body, inputShape(operation))

test('a body of another encoder becomes the same plain input as in JSON', () => {
  const body = cborClient.encode({
    StreamName: 'a',
    Data: Buffer.from('hi'),
    PartitionKey: null,
    Unknown: [1, { a: 2 }],
    DryRun: true,
  })
  expect(decodeAs('PutRecord', body)).toEqual({ StreamName: 'a', Data: Buffer.from('hi'), DryRun: true })
})

/* Bytes of an unmodified Java SDK 2, in https://github.com/floci-io/floci/issues/2368. */
test('tag 1 counts milliseconds', () => {
  const text = (value: string) => (0x60 + value.length).toString(16) + Buffer.from(value).toString('hex')
  const body = `bf${text('Timestamp')}c11b000001a013accc38ff`
  expect(decodeAs('GetShardIterator', body)).toEqual({ Timestamp: 1_787_036_486_712 })
  expect(decodeAs('GetShardIterator', `a1${text('Timestamp')}1b000001a013accc38`)).toEqual({
    Timestamp: 1_787_036_486_712,
  })
  expect(decodeAs('GetShardIterator', `a1${text('Timestamp')}c1fb42a0000000000000`)).toHaveProperty(
    'Timestamp',
    8_796_093_022_208,
  )
})

test('maps, lists and strings may be of indefinite length', () => {
  const part = (value: string) => (0x60 + value.length).toString(16) + Buffer.from(value).toString('hex')
  const record = `bf7f${part('Parti')}${part('tionKey')}ff7f${part('a')}${part('b')}ff${part('Data')}5f4101420203ffff`
  expect(decodeAs('PutRecords', `bf${part('Records')}9f${record}${record}ffff`)).toEqual({
    Records: [
      { PartitionKey: 'ab', Data: Buffer.from([1, 2, 3]) },
      { PartitionKey: 'ab', Data: Buffer.from([1, 2, 3]) },
    ],
  })
})

/* Source: RFC 8949, Appendix A. Each stands for a Limit, which is a whole number. */
const numbers: [hex: string, value: number][] = [
  ['00', 0],
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['1bffffffffffffffff', Number.MAX_SAFE_INTEGER],
  ['20', -1],
  ['3903e7', -1000],
  ['3bffffffffffffffff', Number.MIN_SAFE_INTEGER],
  ['f93c00', 1],
  ['f97bff', 65_504],
  ['f90400', 0],
  ['f9c400', -4],
  ['f90001', 0],
  ['fa47c35000', 100_000],
  ['fbc010666666666666', -4],
  ['f97c00', Number.MAX_SAFE_INTEGER],
  ['fbfff0000000000000', Number.MIN_SAFE_INTEGER],
]
test.each(numbers)('the number %s is %d', (hex, value) => {
  expect(decodeAs('GetRecords', `a1654c696d6974${hex}`)).toEqual({ Limit: value })
})

const broken: [what: string, hex: string][] = [
  ['nothing', ''],
  ['a break alone', 'ff'],
  ['a second item', 'a0a0'],
  ['an open map', 'bf'],
  ['a map without its value', 'a1654c696d6974'],
  ['an odd map', 'bf654c696d6974ff'],
  ['a key that is no text', 'a10101'],
  ['a key of bytes', 'a1414101'],
  ['a short text', 'a1654c69'],
  ['a text that is not UTF-8', 'a1614162ff00'],
  ['a text in parts that are not', 'a161417f61ffff'],
  ['a part of another type', 'a161417f4161ff'],
  ['a part of indefinite length', 'a161417f7f6161ffff'],
  ['a reserved length', 'a161411c'],
  ['a number of indefinite length', 'a161411f'],
  ['a simple value that is none', 'a16141e0'],
  ['a simple value in a byte of its own', 'a16141f8ff'],
  ['a short double', 'a16141fb00'],
  ['not a number as a number', 'a1654c696d6974f97e00'],
  ['a list of 2^64 - 1 items', 'a161419bffffffffffffffff'],
  ['a map of 2^32 - 1 entries', 'baffffffff'],
  ['bytes of 2^64 - 1', 'a161415bffffffffffffffff'],
]
test.each(broken)('%s is refused', (_what, hex) => {
  expect(errorOf(() => decodeAs('GetRecords', hex))).toBe('SerializationException: ')
})

test('wrong types are named as in JSON', () => {
  const refusal = (body: object) => errorOf(() => decodeAs('PutRecords', cborClient.encode(body)))
  expect(refusal({ StreamName: 1 })).toBe(
    'SerializationException: NUMBER_VALUE can not be converted to a String',
  )
  expect(refusal({ Records: {} })).toBe(
    'SerializationException: Start of structure or map found where not expected',
  )
  expect(refusal({ Records: [{ Data: 'YQ==' }] })).toBe(
    'SerializationException: STRING_VALUE can not be converted to a Blob',
  )
  expect(refusal({ StreamName: Buffer.from('a') })).toMatch(/can not be converted to a String$/)
  expect(refusal([])).toBe('SerializationException: Start of list found where not expected')
})

test('nesting and numbers of items are bounded, in bodies that are whole otherwise', () => {
  const many = 300_000
  const repeated = (hex: string, count = many) => hex.repeat(count)
  const bombs = [
    `a16141${repeated('81')}80`,
    `a16141${repeated('81', 70)}80`,
    `a16141${repeated('c1')}00`,
    `a161419f${repeated('00')}ff`,
    `a161419a${many.toString(16).padStart(8, '0')}${repeated('a0')}`,
    `a16141bf${repeated('606100')}ff`,
    `a161415f${repeated('40')}ff`,
    `a161417f${repeated('60')}ff`,
  ]
  for (const bomb of bombs)
    expect(errorOf(() => decodeAs('GetRecords', bomb))).toBe('SerializationException: ')
  expect(decodeAs('GetRecords', `a16141${repeated('81', 50)}80`)).toEqual({})
})

test('a key may be called __proto__', () => {
  const body = Buffer.from('a16454616773a1695f5f70726f746f5f5f6161', 'hex')
  const input = decodeAs('AddTagsToStream', body)
  expect(Object.entries(input.Tags as object)).toEqual([['__proto__', 'a']])
  validateInput(input, inputShape('AddTagsToStream'))
})

test('an answer is a map of indefinite length, with times in milliseconds under tag 1', () => {
  const output = {
    Records: [
      { SequenceNumber: '1', ApproximateArrivalTimestamp: 1_787_036_486_712, Data: Buffer.from('hi') },
    ],
  }
  const body = cbor.encode(output, outputShape('GetRecords'))
  expect(body.toString('hex')).toBe(
    `bf67${Buffer.from('Records').toString('hex')}81bf6e${Buffer.from('SequenceNumber').toString('hex')}6131781b` +
      `${Buffer.from('ApproximateArrivalTimestamp').toString('hex')}c11b000001a013accc3864` +
      `${Buffer.from('Data').toString('hex')}426869ffff`,
  )
})

test('an answer larger than the first buffer is whole', () => {
  const Records = Array.from({ length: 120 }, (_, i) => ({
    SequenceNumber: String(i),
    Data: Buffer.alloc(i * 97, i),
    PartitionKey: 'ключ'.repeat(i % 50),
  }))
  const body = cbor.encode({ Records, MillisBehindLatest: 2 ** 30 }, outputShape('GetRecords'))
  expect(cborClient.decode(body)).toEqual({ Records, MillisBehindLatest: 2 ** 30 })
})

test('an answer may begin with more than two buffers hold', () => {
  const output = { Records: [{ SequenceNumber: '1', Data: Buffer.alloc(100_000, 7) }] }
  expect(cborClient.decode(cbor.encode(output, outputShape('GetRecords')))).toEqual(output)
})

test('an error body has the members of the JSON one', () => {
  const body = cbor.encodeError(
    new AwsError('ResourceNotFoundException', 'не найден', { fields: { a: 1.5, b: true, c: {} } }),
  )
  expect(cborClient.decode(body)).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'не найден',
    a: 1.5,
    b: true,
  })
})
