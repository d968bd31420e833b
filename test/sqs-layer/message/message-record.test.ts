import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameHeaderSize } from '../../../src/log/index.ts'
import { messageIdSize, messageIdText, writeMessageId } from '../../../src/sqs-layer/message/message-id.ts'
import { messageAttributesMd5 } from '../../../src/sqs-layer/message/message-md5.ts'
import {
  type MessageRecord,
  readGroupId,
  readRecord,
  recordSize,
  writeRecord,
} from '../../../src/sqs-layer/message/message-record.ts'

const bytes = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((each) => Buffer.from(each))
const attribute = fc.record({
  name: fc.string(),
  dataType: fc.string(),
  value: fc.oneof(
    fc.string(),
    fc.uint8Array({ maxLength: 20 }).map((each) => Buffer.from(each)),
  ),
})
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const record: fc.Arbitrary<MessageRecord> = fc.record({
  id: bytes(16),
  bodyMd5: bytes(16),
  senderId: fc.string(),
  groupId: optional(fc.string()),
  deduplicationId: optional(fc.string()),
  past: optional(
    fc.record({ sentMs: fc.nat(), firstReceivedMs: fc.nat(), receives: fc.nat(), sourceArn: fc.string() }),
  ),
  traceHeader: optional(fc.string()),
  attributes: fc.array(attribute, { maxLength: 10 }),
  attributesMd5: bytes(16),
  body: fc.uint8Array({ maxLength: 100 }).map((each) => Buffer.from(each)),
})

test('a record is read as it was written', () => {
  fc.assert(
    fc.property(record, (each) => {
      const target = Buffer.alloc(frameHeaderSize + recordSize(each))
      expect(writeRecord(target, frameHeaderSize, each)).toBe(target.length)
      const attributesMd5 = each.attributes.length === 0 ? Buffer.alloc(0) : each.attributesMd5
      expect(readRecord(target, 0, target.length)).toEqual({ ...each, attributesMd5 })
      expect(readGroupId(target, 0)).toBe(each.groupId)
    }),
  )
})

test('message ids are UUIDs, and no two of a queue are the same', () => {
  const seed = Buffer.from('0123456789abcdef')
  const target = Buffer.alloc(messageIdSize)
  const ids = new Set<string>()
  for (const first of [0, 2 ** 32 - 500, 2 ** 40]) {
    for (let offset = first; offset < first + 1000; offset++) {
      writeMessageId(target, 0, seed, offset)
      ids.add(messageIdText(target, 0))
    }
  }
  expect(ids.size).toBe(3000)
})

test('the MD5 of attributes is that of their lengths and bytes, by name', () => {
  const text = { name: 'a', dataType: 'String', value: 'x' }
  const binary = { name: 'b', dataType: 'Binary', value: Buffer.of(9) }
  const written = ['00000001', '61', '00000006', '537472696e67', '01', '00000001', '78'].join('')
  const second = ['00000001', '62', '00000006', '42696e617279', '02', '00000001', '09'].join('')
  const md5 = (hex: string) => createHash('md5').update(Buffer.from(hex, 'hex')).digest('hex')
  expect(messageAttributesMd5([])).toBe(undefined)
  expect(messageAttributesMd5([text])).toBe(md5(written))
  expect(messageAttributesMd5([binary, text])).toBe(md5(written + second))
})
