import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinesisModel } from '../../src/api/kinesis/model.ts'
import { AwsError, validateInput } from '../../src/wire/index.ts'
import { cborClient } from './cbor-client.ts'
import { cbor, json } from './protocol-bodies.ts'

/*
 * Goal: no body whatever makes anything else than an input or an AwsError of the kinds that a body can deserve.
 * Method: bodies of other operations, with JSON values of every kind in their members, as they are and with bytes
 * changed, left out and put in, and bytes that were never a body, are decoded and validated.
 */
const inputs = Object.values(kinesisModel.operations).flatMap(({ input }) =>
  input === undefined ? [] : [input],
)
const memberNames = [...new Set(inputs.flatMap(({ members }) => members.map(({ name }) => name)))]
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, '', 'a', 'YQ==', '__proto__', 0, -1, 1.5, 1e300, 2 ** 53),
    fc.string(),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...memberNames, '__proto__', 'constructor'), tie('any'), {
    maxKeys: 5,
  }),
}))
const edit = fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.uint8Array({ maxLength: 3 }) })
const edits = fc.array(edit, { maxLength: 3 })

function edited(body: Buffer, changes: { at: number; cut: number; put: Uint8Array }[]): Buffer {
  return changes.reduce((bytes, { at, cut, put }) => {
    const from = at % (bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)])
  }, body)
}

test.each([json, cbor])('any body is read or refused: $name', (protocol) => {
  const encode = (item: unknown) => (protocol === json ? JSON.stringify(item) : cborClient.encode(item))
  const body = fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(value.object, edits)
        .map(([item, changes]) => edited(Buffer.from(encode(item)), changes)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  )
  const outcomes = new Map<string, number>()
  fc.assert(
    fc.property(body, fc.constantFrom(...inputs), (bytes, shape) => {
      let outcome = 'an input'
      try {
        validateInput(protocol.decode(bytes, shape), shape)
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        expect(error.status).toBe(400)
        expect(protocol.encodeError(error).length).toBeLessThan(100_000)
        outcome = error.code
      }
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }),
    { numRuns: 3000 },
  )
  expect([...outcomes.keys()].sort()).toEqual(['SerializationException', 'ValidationException', 'an input'])
})
