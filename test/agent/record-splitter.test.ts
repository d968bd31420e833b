import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordSplitter } from '../../src/agent/records/record-splitter.ts'

const options = {
  recordSizeMax: 8,
  truncatedTerminator: Buffer.from('!\n'),
  startPattern: undefined,
  headerLines: 0,
}

function split(bytes: Buffer, cuts: readonly number[]): { text: string; end: number }[] {
  const splitter = new RecordSplitter(options, 0)
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  let from = 0
  const records = ends.flatMap((end) => {
    const part = bytes.subarray(from, end)
    from = end
    return splitter.push(part)
  })
  return [...records, ...splitter.end(true)].map(({ data, end }) => ({ text: data.toString('latin1'), end }))
}

test('records and their ends are the same in whatever pieces the bytes come, and too long ones are cut', () => {
  const byte = fc.constantFrom(0x0a, 0x61, 0x62)
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 80 }), fc.array(fc.nat()), (bytes, cuts) => {
      const text = Buffer.from(bytes).toString('latin1')
      const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
      let end = 0
      const expected = lines.map((line) => {
        end += line.length
        return { text: line.length > 8 ? `${line.slice(0, 6)}!\n` : line, end }
      })
      expect(split(Buffer.from(bytes), cuts)).toEqual(expected)
    }),
    { numRuns: 1_000 },
  )
})
