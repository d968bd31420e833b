import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinesisModel } from '../../src/api/kinesis/model.ts'
import { type Shape, type StructureShape, validateInput } from '../../src/wire/index.ts'
import { cborClient, Time } from './cbor-client.ts'
import { cbor, json } from './protocol-bodies.ts'
import { validStructure } from './shape-arbitrary.ts'

/*
 * Goal: every input and output of every operation keeps its value through both protocols.
 * Method: for each structure of the model that an operation takes or gives, random valid values; bodies are written
 * and read by other encoders than ours (JSON.stringify, cbor-x) on the client's side.
 */
const runs = { numRuns: 8 }
const shapes = (side: 'input' | 'output') =>
  Object.entries(kinesisModel.operations).flatMap(([name, operation]): [string, StructureShape][] => {
    const shape = operation[side]
    return shape === undefined ? [] : [[name, shape]]
  })

test.each(shapes('input'))('the input of %s is read as it was meant, and is valid', (_name, shape) => {
  fc.assert(
    fc.property(validStructure(shape), (input) => {
      const fromJson = json.decode(Buffer.from(JSON.stringify(toClient(input, shape, jsonForm))), shape)
      const fromCbor = cbor.decode(Buffer.from(cborClient.encode(toClient(input, shape, cborForm))), shape)
      expect(plain(fromJson)).toEqual(plain(input))
      expect(plain(fromCbor)).toEqual(plain(input))
      validateInput(fromJson, shape)
      validateInput(fromCbor, shape)
    }),
    runs,
  )
})

test.each(shapes('output'))('the output of %s is written as a client reads it', (_name, shape) => {
  fc.assert(
    fc.property(validStructure(shape), (output) => {
      const inJson = JSON.parse(json.encode(output, shape).toString())
      const inCbor = cborClient.decode(cbor.encode(output, shape))
      expect(plain(inJson)).toEqual(plain(toClient(output, shape, jsonForm)))
      expect(plain(inCbor)).toEqual(plain(toClient(output, shape, cborForm)))
    }),
    runs,
  )
})

type Form = { blob(value: Buffer): unknown; timestamp(ms: number): unknown }
const jsonForm: Form = { blob: (value) => value.toString('base64'), timestamp: (ms) => ms / 1000 }
const cborForm: Form = { blob: (value) => value, timestamp: (ms) => new Time(ms) }

/** What a client writes or reads for a plain value. */
function toClient(value: unknown, shape: Shape, form: Form): unknown {
  if (value === undefined) return undefined
  if (shape.kind === 'blob') return form.blob(value as Buffer)
  if (shape.kind === 'timestamp') return form.timestamp(value as number)
  if (shape.kind === 'list') return (value as unknown[]).map((item) => toClient(item, shape.member, form))
  if (shape.kind !== 'structure') return value
  const source = value as Record<string, unknown>
  const members = shape.members.filter(({ name }) => source[name] !== undefined)
  return Object.fromEntries(
    members.map((member) => [member.name, toClient(source[member.name], member.shape, form)]),
  )
}

/** Prototypes and classes of byte arrays apart, which the comparison would see. Large integers of cbor-x are bigints. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [key, plain(item)])
    .sort()
}
