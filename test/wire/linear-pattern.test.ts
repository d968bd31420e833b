import fc from 'fast-check'
import { expect, test } from 'vitest'
import model from '../../src/api/kinesis/model.json' with { type: 'json' }
import { withoutRetries } from '../../src/wire/linear-pattern.ts'

const patterns = Object.values(model.shapes as Record<string, { pattern?: string }>)
  .flatMap(({ pattern }) => pattern ?? [])
  .filter((pattern) => pattern.includes('.*:'))

const exact = (source: string) => new RegExp(`^(?:${source})$`)

test('the patterns of ARNs match the same values as before', () => {
  expect(patterns.length).toBeGreaterThan(4)
  const piece = fc.constantFrom(
    ...[
      'arn:aws',
      ':kinesis:',
      ':',
      '-cn',
      ':123456789012:',
      '123456789012',
      ':123456789012:stream/',
      'stream/',
    ],
    ...['queue/', 'channel/', 'a', 'a/consumer/b:1', '/consumer/', ':1', '\n', ' ', ''],
  )
  const arn = fc.array(piece, { maxLength: 12 }).map((pieces) => `arn:aws${pieces.join('')}`)
  for (const pattern of patterns) {
    const [before, after] = [exact(pattern), exact(withoutRetries(pattern))]
    fc.assert(
      fc.property(arn, (value) => after.test(value) === before.test(value)),
      { numRuns: 2_000 },
    )
    expect(after.test('arn:aws:kinesis:eu-west-1:123456789012:stream/a/consumer/b:1')).toBe(
      before.test('arn:aws:kinesis:eu-west-1:123456789012:stream/a/consumer/b:1'),
    )
  }
})

test('no ARN takes a time that grows with the third power of its length', () => {
  const parts = [':kinesis:', ':000000000000:', 'stream/', '/consumer/']
  for (const pattern of patterns) {
    const regExp = exact(withoutRetries(pattern))
    for (const hostile of [[':kinesis:'], [':kinesis:', ':000000000000:'], parts]) {
      const value = `arn:aws${hostile.map((part) => part.repeat(16_000 / part.length / hostile.length)).join('')}\n`
      const startedMs = performance.now()
      expect(regExp.test(value)).toBe(false)
      /* Half a minute with the third power. */
      expect(performance.now() - startedMs, pattern).toBeLessThan(2_000)
    }
  }
})
