import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyMd5s } from '../../../src/sqs-layer/message/body-md5s.ts'
import { times } from '../../effort.ts'

const bodyMd5s = new BodyMd5s()
const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')

function md5sOf(bodies: readonly Uint8Array[]): string[] {
  let at = 3
  for (const [i, body] of bodies.entries()) {
    bodyMd5s.starts[i] = at
    bodyMd5s.ends[i] = at + body.length
    at += body.length
  }
  const frames = Buffer.concat([Buffer.alloc(3), ...bodies])
  bodyMd5s.hash(frames, bodies.length)
  return bodies.map((_, i) => {
    const target = Buffer.alloc(17)
    bodyMd5s.write(i, target, 1)
    return target.toString('hex', 1)
  })
}

/*
 * Goal: however many bodies there are and however long each is beside the others, each has its own MD5.
 * Method: lengths around those at which a further block begins, in every lane, beside some of a few blocks.
 */
test('the MD5s of several bodies are those of each alone', () => {
  const length = fc.oneof(
    fc.integer({ min: 50, max: 70 }),
    fc.constantFrom(0, 1, 119, 120, 127, 128),
    fc.nat(1000),
  )
  const body = length.chain((size) => fc.uint8Array({ minLength: size, maxLength: size }))
  fc.assert(
    fc.property(fc.array(body, { minLength: 1, maxLength: 11 }), (bodies) => {
      expect(md5sOf(bodies)).toEqual(bodies.map(md5Of))
    }),
    { numRuns: times(150) },
  )
})

test('bodies that are too large for the kernel together are hashed as well', () => {
  const bodies = [200_000, 0, 200_000].map((size) => Buffer.alloc(size, 'x'))
  expect(md5sOf(bodies)).toEqual(bodies.map(md5Of))
})
