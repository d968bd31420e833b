import { expect, test } from 'vitest'
import { systemRandom } from '../../src/base/index.ts'
import { RequestIds } from '../../src/http/request-ids.ts'

test('each request has an id of its own, a UUID of version 4, over many draws', () => {
  const ids = new RequestIds(systemRandom)
  const drawn = Array.from({ length: 1000 }, () => ids.requestId())
  for (const id of drawn)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(drawn).size).toBe(drawn.length)
})

test('each answer has a second id of its own, 64 characters of base64', () => {
  const ids = new RequestIds(systemRandom)
  const drawn = Array.from({ length: 1000 }, () => ids.extendedId())
  for (const id of drawn) expect(id).toMatch(/^[A-Za-z0-9+/]{64}$/)
  expect(new Set(drawn).size).toBe(drawn.length)
})
