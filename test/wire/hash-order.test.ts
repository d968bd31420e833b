import { expect, test } from 'vitest'
import { inHashOrder } from '../../src/wire/hash-order.ts'

/* As messages that users have published list them. */
const published = [
  // https://github.com/aws/aws-sdk-js/issues/979
  'B, N, S',
  // https://github.com/awsdocs/aws-doc-sdk-examples/pull/891
  'SUPPRESS, RESEND',
]

test.each(published)('an enum is listed as AWS does: %s', (list) => {
  const values = list.split(', ')
  expect(inHashOrder(values.toSorted())).toEqual(values)
})
