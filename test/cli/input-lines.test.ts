import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inputLines } from '../../src/cli/put/input-lines.ts'

async function* cut(bytes: Buffer, at: readonly number[]): AsyncGenerator<Buffer> {
  const ends = [...at.map((end) => end % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  let from = 0
  for (const end of ends) {
    yield bytes.subarray(from, end)
    from = end
  }
}

test('lines are what is between line feeds, however the input comes in pieces', async () => {
  const byte = fc.constantFrom(0x0a, 0x61, 0xff)
  await fc.assert(
    fc.asyncProperty(fc.array(byte, { maxLength: 60 }), fc.array(fc.nat()), async (bytes, at) => {
      const input = Buffer.from(bytes)
      const got: string[] = []
      for await (const line of inputLines(cut(input, at), 5))
        got.push(line.kind === 'line' ? line.bytes.toString('latin1') : 'too long')
      const expected = input.toString('latin1').split('\n')
      if (expected.at(-1) === '') expected.pop()
      expect(got).toEqual(expected.map((line) => (line.length > 5 ? 'too long' : line)))
    }),
    { numRuns: 1_000 },
  )
})
