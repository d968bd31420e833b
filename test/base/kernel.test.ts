import { expect, test } from 'vitest'
import { hasVectors } from '../../src/base/index.ts'

test('this machine has vectors for kernels, and so the module that asks for them is a valid one', () => {
  expect(hasVectors).toBe(true)
})
