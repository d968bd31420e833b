import { expect, test } from 'vitest'
import { frameOf } from '../../src/log/frame.ts'
import { RecordCursor, writeRecordHeader } from '../../src/shards/record.ts'

function recordOf(kind: number): Buffer {
  const payload = Buffer.alloc(8, 'x')
  writeRecordHeader(payload, 0, 1, false)
  payload[0] = kind
  return frameOf(payload, 1)
}

const cursorOver = (...kinds: number[]) =>
  new RecordCursor(
    [{ firstOffset: 7, count: kinds.length, frames: Buffer.concat(kinds.map(recordOf)) }],
    kinds.length,
  )

test('a record is of a plain or of an encrypted stream, by its kind', () => {
  const cursor = cursorOver(1, 2)
  const seen: unknown[] = []
  while (cursor.next()) seen.push([cursor.offset, cursor.ofEncrypted])
  expect(seen).toEqual([
    [7, false],
    [8, true],
  ])
})

test('a record of a kind that a newer version wrote fails the read by a code, and is no bug that ends the process', () => {
  const cursor = cursorOver(1, 9)
  cursor.next()
  expect(() => cursor.next()).toThrow(
    expect.objectContaining({ code: 'RECORD_KIND_UNKNOWN', message: expect.stringContaining('offset 8') }),
  )
})
