import { expect, test } from 'vitest'
import { outcome } from './protocol-bodies.ts'

/* The forms are AWS's own: src/wire/validation-error.ts names the sources. Which constraints hold is in the model. */

const emptyName = "Value '' at 'streamName' failed to satisfy constraint: "
const namePattern = 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'

test('an empty name breaks pattern and length, in this order', () => {
  expect(outcome('DescribeStream', { StreamName: '' })).toBe(
    `ValidationException: 2 validation errors detected: ${emptyName}${namePattern}; ` +
      `${emptyName}Member must have length greater than or equal to 1`,
  )
})

test('a name that is too long is shown whole', () => {
  const name = 'a'.repeat(129)
  expect(outcome('DescribeStream', { StreamName: name })).toBe(
    `ValidationException: 1 validation error detected: Value '${name}' at 'streamName' failed to satisfy ` +
      'constraint: Member must have length less than or equal to 128',
  )
})

test('absent and null members that are required are both null', () => {
  const expected =
    "ValidationException: 1 validation error detected: Value null at 'records' failed to satisfy constraint: " +
    'Member must not be null'
  expect(outcome('PutRecords', {})).toBe(expected)
  expect(outcome('PutRecords', { Records: null })).toBe(expected)
})

test('members of list elements are named by their index from 1', () => {
  const records = [
    { PartitionKey: 'a', Data: '' },
    { PartitionKey: '', Data: '' },
    { PartitionKey: 'a', ExplicitHashKey: '01' },
  ]
  expect(outcome('PutRecords', { StreamName: 'a', Records: records })).toBe(
    "ValidationException: 3 validation errors detected: Value '' at 'records.2.member.partitionKey' failed to " +
      "satisfy constraint: Member must have length greater than or equal to 1; Value null at 'records.3.member.data' " +
      "failed to satisfy constraint: Member must not be null; Value '01' at 'records.3.member.explicitHashKey' failed " +
      'to satisfy constraint: Member must satisfy regular expression pattern: ^(0|([1-9]\\d{0,38}))$',
  )
})

test('a list that is too long is shown in the Java way, cut where AWS would go on', () => {
  const records = Array.from({ length: 501 }, () => ({ PartitionKey: 'a', Data: 'YQ==' }))
  const error = String(outcome('PutRecords', { Records: records }))
  expect(error).toContain(
    "1 validation error detected: Value '[PutRecordsRequestEntry(data=java.nio.HeapByteBuffer[pos=0 lim=1 cap=1], " +
      'explicitHashKey=null, partitionKey=a), PutRecordsRequestEntry(',
  )
  expect(error).toContain(
    "' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500",
  )
  expect(error.length).toBeLessThan(5000)
})

test('values of numbers have bounds', () => {
  expect(outcome('GetRecords', { ShardIterator: 'a', Limit: 0 })).toBe(
    "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: " +
      'Member must have value greater than or equal to 1',
  )
  expect(outcome('GetRecords', { ShardIterator: 'a', Limit: 100_000 })).toBe(
    "ValidationException: 1 validation error detected: Value '100000' at 'limit' failed to satisfy constraint: " +
      'Member must have value less than or equal to 10000',
  )
})

test('the values of an enum are listed in the order of a Java hash set', () => {
  expect(outcome('GetShardIterator', { ShardId: 'a', ShardIteratorType: 'x' })).toBe(
    "ValidationException: 1 validation error detected: Value 'x' at 'shardIteratorType' failed to satisfy " +
      'constraint: Member must satisfy enum value set: ' +
      '[AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]',
  )
})

test('blobs are shown by their size', () => {
  const data = Buffer.alloc(10 * 1024 * 1024 + 1).toString('base64')
  expect(outcome('PutRecord', { PartitionKey: 'a', Data: data })).toBe(
    "ValidationException: 1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 " +
      "cap=10485761]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 10485760",
  )
})

test('a plain element that breaks a constraint is reported once, for the list', () => {
  expect(outcome('RemoveTagsFromStream', { TagKeys: ['a', '', 'b', ''] })).toBe(
    "ValidationException: 1 validation error detected: Value '[a, , b, ]' at 'tagKeys' failed to satisfy constraint: " +
      'Member must satisfy constraint: [Member must have length less than or equal to 128, ' +
      'Member must have length greater than or equal to 1]',
  )
})

test('keys and values of a map are reported apart', () => {
  expect(outcome('AddTagsToStream', { Tags: { '': 'v', k: 'v'.repeat(257) } })).toBe(
    `ValidationException: 2 validation errors detected: Value '{=v, k=${'v'.repeat(257)}}' at 'tags' failed to ` +
      'satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, ' +
      'Member must have length greater than or equal to 1]; ' +
      `Value '{=v, k=${'v'.repeat(257)}}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: ` +
      '[Member must have length less than or equal to 256, Member must have length greater than or equal to 0]',
  )
  expect(outcome('AddTagsToStream', { Tags: {} })).toBe(
    "ValidationException: 1 validation error detected: Value '{}' at 'tags' failed to satisfy constraint: " +
      'Member must have length greater than or equal to 1',
  )
})

test('a null in a list is refused, and not handed to the operation', () => {
  expect(outcome('PutRecords', { Records: [null] })).toBe(
    "ValidationException: 1 validation error detected: Value '[null]' at 'records' failed to satisfy constraint: " +
      'Member must satisfy constraint: [Member must not be null]',
  )
})

test('no more than ten violations are named', () => {
  const records = Array.from({ length: 20 }, () => ({ PartitionKey: '', Data: '' }))
  const error = String(outcome('PutRecords', { Records: records }))
  expect(error).toMatch(/^ValidationException: 10 validation errors detected: /)
  expect(error.split('; ')).toHaveLength(10)
})

test('a length counts code points, not UTF-16 units', () => {
  const emoji = '\u{1f600}'
  expect(outcome('PutRecord', { PartitionKey: emoji.repeat(256), Data: '' })).toHaveProperty('PartitionKey')
  expect(String(outcome('PutRecord', { PartitionKey: emoji.repeat(257), Data: '' }))).toContain(
    'less than or equal to 256',
  )
})

test('a value of megabytes is refused without trying patterns on it, and shown in part', () => {
  const arn = `arn:aws${':kinesis:'.repeat(200_000)}`
  const error = String(outcome('DescribeStream', { StreamARN: arn }))
  expect(error).toMatch(/^ValidationException: 1 validation error detected: /)
  expect(error).toContain('Member must have length less than or equal to 2048')
  expect(error.length).toBeLessThan(5000)
})

test('a pattern without a length limit holds for the longest values', () => {
  const key = '1'.repeat(100_000)
  expect(String(outcome('PutRecord', { PartitionKey: 'a', Data: '', ExplicitHashKey: key }))).toContain(
    "at 'explicitHashKey'",
  )
})
