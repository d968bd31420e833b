import { expect, test } from 'vitest'
import { encodeJournalHeader, readJournalHeader } from '../../../src/log/journal/journal-header.ts'

const header = { ordinal: 7, firstSequence: 2 ** 40, salt: 0x1234_5678_9abc_def0n, durable: true }

test('a journal header comes back as it was written', () => {
  expect(readJournalHeader(encodeJournalHeader(header))).toEqual({
    kind: 'header',
    header,
    damagedCopy: false,
  })
})

test('damage to one copy of a journal header is survived and said, to both it is not a header', () => {
  const bytes = encodeJournalHeader(header)
  bytes[20]! ^= 1
  expect(readJournalHeader(bytes)).toEqual({ kind: 'header', header, damagedCopy: true })
  bytes[4096 + 20]! ^= 1
  expect(readJournalHeader(bytes)).toEqual({ kind: 'none' })
  expect(readJournalHeader(encodeJournalHeader(header).subarray(0, 3000))).toEqual({ kind: 'none' })
})

test('of two uses of a recycled file the newer header counts, whichever copy it is', () => {
  const newer = encodeJournalHeader({ ...header, ordinal: 8 })
  const bytes = encodeJournalHeader(header)
  newer.copy(bytes, 4096, 4096)
  expect(readJournalHeader(bytes)).toMatchObject({ header: { ordinal: 8 } })
})
