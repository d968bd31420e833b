import { expect, test } from 'vitest'
import { AwsError } from '../../src/wire/index.ts'
import { decodeJson, errorOf, json, outcome, outputShape } from './protocol-bodies.ts'

test('a body becomes the plain input: bytes, milliseconds, no unknown members, no nulls', () => {
  const body = '{"StreamName":"a","Data":"aGk=","PartitionKey":null,"Unknown":{"deep":[1]},"DryRun":true}'
  expect(decodeJson('PutRecord', body)).toEqual({ StreamName: 'a', Data: Buffer.from('hi'), DryRun: true })
  expect(decodeJson('GetShardIterator', '{"Timestamp":1700000000.123}')).toEqual({
    Timestamp: 1_700_000_000_123,
  })
})

test('the last of several equal members wins', () => {
  expect(decodeJson('DescribeStream', '{"StreamName":"a","StreamName":"b"}')).toEqual({ StreamName: 'b' })
})

const notJson = [
  '',
  ' ',
  '{',
  '{"StreamName":"a"',
  'hello',
  '{"a":1}x',
  "{'a':1}",
  '\ufeff{}',
  '{"a":01}',
  '[1,]',
]
test.each(notJson)('a body that is not JSON is refused without a text: %j', (body) => {
  expect(outcome('DescribeStream', body)).toBe('SerializationException: ')
})

test('a body that is no object is refused', () => {
  expect(outcome('DescribeStream', '[]')).toBe(
    'SerializationException: Start of list found where not expected',
  )
  for (const body of ['1', '"a"', 'true', 'null']) {
    expect(outcome('DescribeStream', body)).toBe('SerializationException: Expected null')
  }
})

const startOfList = 'Start of list found where not expected'
const startOfStructure = 'Start of structure or map found where not expected'
const wrongTypes: [
  operation: 'PutRecord' | 'PutRecords' | 'GetRecords' | 'AddTagsToStream',
  body: object,
  text: string,
][] = [
  ['PutRecord', { StreamName: 1 }, 'NUMBER_VALUE can not be converted to a String'],
  ['PutRecord', { StreamName: true }, 'TRUE_VALUE can not be converted to a String'],
  ['PutRecord', { StreamName: false }, 'FALSE_VALUE can not be converted to a String'],
  ['PutRecord', { StreamName: [] }, startOfList],
  ['PutRecord', { StreamName: {} }, startOfStructure],
  ['PutRecord', { Data: 1 }, 'NUMBER_VALUE can not be converted to a Blob'],
  ['PutRecord', { Data: {} }, startOfStructure],
  ['PutRecord', { DryRun: 1 }, 'NUMBER_VALUE can not be converted to a Boolean'],
  ['PutRecord', { DryRun: 'true' }, 'STRING_VALUE can not be converted to a Boolean'],
  ['GetRecords', { Limit: '1' }, 'STRING_VALUE can not be converted to an Integer'],
  ['GetRecords', { Limit: true }, 'TRUE_VALUE can not be converted to an Integer'],
  ['GetRecords', { Limit: [] }, startOfList],
  ['PutRecords', { Records: 'a' }, 'Expected list or null'],
  ['PutRecords', { Records: {} }, startOfStructure],
  ['PutRecords', { Records: ['a'] }, 'Expected null'],
  ['PutRecords', { Records: [[]] }, startOfList],
  ['PutRecords', { Records: [{ PartitionKey: 5 }] }, 'NUMBER_VALUE can not be converted to a String'],
  ['AddTagsToStream', { Tags: 'a' }, 'Expected map or null'],
  ['AddTagsToStream', { Tags: [] }, startOfList],
  ['AddTagsToStream', { Tags: { a: 1 } }, 'NUMBER_VALUE can not be converted to a String'],
]
test.each(wrongTypes)('%s refuses %j', (operation, body, text) => {
  expect(outcome(operation, body)).toBe(`SerializationException: ${text}`)
})

const blobs: [text: string, flaw: string][] = [
  ['23456', 'Base64 encoded length is expected a multiple of 4 bytes but found: 5'],
  ['=Q==', "Invalid Base64 character: '='"],
  ['ab=c', "Invalid Base64 character: '='"],
  ['a-_b', "Invalid Base64 character: '-'"],
  ['YQ==YQ==', "Invalid Base64 character: '='"],
  ['YQ= ', "Invalid Base64 character: '='"],
  ['YQ\n=', "Invalid Base64 character: '\n'"],
  ['YR==', 'Invalid last Base64 character'],
]
test.each(blobs)('the blob %j is refused', (text, flaw) => {
  expect(outcome('PutRecord', { Data: text })).toBe(
    `SerializationException: '${text}' can not be converted to a Blob: ${flaw}`,
  )
})

test('an escaped slash is base64 as any other', () => {
  expect(decodeJson('PutRecord', '{"Data":"\\/\\/8="}')).toEqual({ Data: Buffer.from([255, 255]) })
})

test('whole numbers lose their fraction and stay within what a number can hold', () => {
  expect(decodeJson('GetRecords', '{"Limit":12.9}')).toEqual({ Limit: 12 })
  expect(decodeJson('GetRecords', '{"Limit":-0.5}')).toEqual({ Limit: 0 })
  expect(decodeJson('GetRecords', '{"Limit":1e999}')).toEqual({ Limit: Number.MAX_SAFE_INTEGER })
  expect(decodeJson('GetRecords', '{"Limit":-123456789012345678901234567890}')).toEqual({
    Limit: Number.MIN_SAFE_INTEGER,
  })
})

test('a time may be written in ISO 8601, and in no other way', () => {
  expect(decodeJson('GetShardIterator', '{"Timestamp":"2023-11-14T22:13:20.5Z"}')).toEqual({
    Timestamp: 1_700_000_000_500,
  })
  expect(decodeJson('GetShardIterator', '{"Timestamp":"2023-11-14T23:13:20+01:00"}')).toEqual({
    Timestamp: 1_700_000_000_000,
  })
  expect(decodeJson('GetShardIterator', '{"Timestamp":-1e300}')).toEqual({
    Timestamp: Number.MIN_SAFE_INTEGER,
  })
  for (const text of ['now', '1700000000', '2023-13-14', 'Tue Nov 14 2023']) {
    expect(outcome('GetShardIterator', { Timestamp: text })).toBe(
      'SerializationException: STRING_VALUE can not be converted to milliseconds since epoch',
    )
  }
})

test('names of JavaScript itself are names like others', () => {
  const tags = '{"__proto__":"a","constructor":"b","hasOwnProperty":"c"}'
  const { Tags } = decodeJson('AddTagsToStream', `{"__proto__":{"StreamName":"x"},"Tags":${tags}}`)
  expect(Object.entries(Tags as object)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['hasOwnProperty', 'c'],
  ])
  expect(decodeJson('DescribeStream', '{"__proto__":{"StreamName":"x"}}')).not.toHaveProperty('StreamName')
  expect(outcome('DescribeStream', '{"constructor":1,"toString":{}}')).toEqual({})
})

test('bytes that are not UTF-8 are refused, and not replaced', () => {
  for (const bytes of ['ff', 'c080', 'eda080', 'f4908080', 'e282']) {
    const body = Buffer.concat([
      Buffer.from('{"PartitionKey":"'),
      Buffer.from(bytes, 'hex'),
      Buffer.from('"}'),
    ])
    expect(errorOf(() => decodeJson('PutRecord', body))).toBe('SerializationException: ')
  }
})

test('bodies that would become millions of objects, or nest without end, are refused within their size', () => {
  const fill = 16 * 1024 * 1024
  const bombs = [
    '['.repeat(fill),
    `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    `{"a":[${'{},'.repeat(fill / 3)}{}]}`,
    `{"a":[${'1,'.repeat(fill / 2)}1]}`,
    '"\\'.repeat(fill / 2),
    `{"a":[${'"",'.repeat(200_000)}""]}`,
  ]
  for (const bomb of bombs)
    expect(errorOf(() => decodeJson('DescribeStream', bomb))).toBe('SerializationException: ')
})

test('what looks like many values is one string', () => {
  const key = '",[{\\"'.repeat(200_000)
  expect(decodeJson('PutRecord', JSON.stringify({ PartitionKey: key }))).toEqual({ PartitionKey: key })
})

test('a large body of an ordinary kind is read', () => {
  const Records = Array.from({ length: 500 }, (_, i) => ({
    Data: Buffer.alloc(4096, i).toString('base64'),
    PartitionKey: `{[,"\\${i}`,
  }))
  const input = decodeJson('PutRecords', JSON.stringify({ Records }))
  expect(input.Records).toHaveLength(500)
  expect((input.Records as { PartitionKey: string }[])[7]?.PartitionKey).toBe('{[,"\\7')
})

test('an answer has the members of its shape: base64, seconds with milliseconds, nothing undefined', () => {
  const output = {
    Records: [
      {
        SequenceNumber: '1',
        Data: Buffer.from('hi'),
        ApproximateArrivalTimestamp: 1_700_000_000_007,
        PartitionKey: undefined,
        secret: 1,
      },
    ],
    NextShardIterator: undefined,
    MillisBehindLatest: 0,
  }
  expect(json.encode(output, outputShape('GetRecords')).toString()).toBe(
    '{"Records":[{"SequenceNumber":"1","ApproximateArrivalTimestamp":1700000000.007,"Data":"aGk="}],"MillisBehindLatest":0}',
  )
})

test('an operation without output answers with an empty body', () => {
  expect(json.encode(undefined, undefined)).toHaveLength(0)
})

test('an error body has type, text if there is one, and further members', () => {
  expect(json.encodeError(new AwsError('A', 'b')).toString()).toBe('{"__type":"A","message":"b"}')
  expect(json.encodeError(new AwsError('A', '')).toString()).toBe('{"__type":"A"}')
  const fields = { QueryId: 7 }
  expect(json.encodeError(new AwsError('A', 'b', { messageMember: 'Message', fields })).toString()).toBe(
    '{"__type":"A","Message":"b","QueryId":7}',
  )
})
