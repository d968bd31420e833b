import { expect, test } from 'vitest'
import { framedBody, framedSizeUnknown, partsOfFramed, sizedMembers } from '../../src/framed/index.ts'

const records = Buffer.from('records')
const members = Buffer.from('{"a":1}')
const unknown = Buffer.alloc(4)
unknown.writeUInt32LE(framedSizeUnknown)
const inParts = Buffer.concat([unknown, records, sizedMembers(members)])

test.each([
  ['with the size of its records ahead', framedBody({ records, members })],
  ['with the size of its members at the end', inParts],
])('a body %s is read as it was written', (_, body) => {
  expect(partsOfFramed(body)).toEqual({ records, members })
})

test('a body without records may have either form', () => {
  const empty = Buffer.of()
  expect(partsOfFramed(Buffer.concat([unknown, sizedMembers(members)]))).toEqual({ records: empty, members })
  expect(partsOfFramed(framedBody({ records: empty, members }))).toEqual({ records: empty, members })
})

test('a body that says that it is longer than it is has no parts', () => {
  for (const body of [
    framedBody({ records, members }).subarray(0, 4 + records.length - 1),
    inParts.subarray(0, 7),
    unknown,
  ]) {
    expect(partsOfFramed(body)).toBeUndefined()
  }
  const tooLong = Buffer.from(inParts)
  tooLong.writeUInt32LE(records.length + members.length + 1, tooLong.length - 4)
  expect(partsOfFramed(tooLong)).toBeUndefined()
})
