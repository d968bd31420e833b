import { expect, test } from 'vitest'
import { inHashOrder } from '../../src/wire/hash-order.ts'

/* As messages of Kinesis and DynamoDB list them, recorded by users of the services. */
const recorded = [
  'AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON',
  'AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON',
  'ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW',
  'IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS',
  'SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES',
  'ALL, INCLUDE, KEYS_ONLY',
  'INDEXES, TOTAL, NONE',
  'SIZE, NONE',
]

test.each(recorded)('an enum is listed as AWS does: %s', (list) => {
  const values = list.split(', ')
  expect(inHashOrder(values.toSorted())).toEqual(values)
})
