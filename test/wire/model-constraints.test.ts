import { expect, test } from 'vitest'
import { kinesisModel } from '../../src/api/kinesis/model.ts'
import { constraintCases, violationStart, violationText } from './constraint-cases.ts'
import { outcome } from './protocol-bodies.ts'

/*
 * Goal: each min, max, pattern, enum and required of each input is enforced, at its bound, with AWS's text.
 * Method: see constraint-cases.ts, for every operation of the model, against decoder and validator.
 * test/api/kinesis/model-constraints.test.ts has the same for the whole way of a request.
 */

test('the model gives cases of every kind', () => {
  for (const kind of ['least', 'most', 'below', 'above', 'pattern', 'enum', 'absent']) {
    expect(constraintCases.filter(({ what }) => what === kind).length).toBeGreaterThan(20)
  }
  expect(constraintCases.length).toBeGreaterThan(1000)
})

test.each(Object.keys(kinesisModel.operations))('%s enforces each constraint of its input', (name) => {
  for (const one of constraintCases.filter(({ operation }) => operation === name)) {
    const { operation, what, body, constraint, path } = one
    const result = outcome(operation, body as object)
    if (constraint === undefined) expect(result, `${path} ${what}`).toBeTypeOf('object')
    else {
      const [code, message] = String(result).split(/: (.*)/s)
      expect(code, `${path} ${what}`).toBe('ValidationException')
      expect(message, `${path} ${what}`).toMatch(violationStart)
      expect(message, `${path} ${what}`).toContain(violationText(one))
    }
  }
})
