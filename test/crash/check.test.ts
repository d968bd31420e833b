import { expect, test } from 'vitest'
import { faultsOf, type StoredRecord } from './check.ts'
import { Ledger } from './ledger.ts'
import { payloadOf } from './payload.ts'

const shardId = 'shardId-000000000000'

function stored(id: string, sequenceNumber: string): StoredRecord {
  return { sequenceNumber, partitionKey: id, data: payloadOf(id, 50) }
}

function shards(...records: StoredRecord[]) {
  return new Map([[shardId, records]])
}

/** Two requests of one writer: `a` and `b` acknowledged at 10 and 11, then `c` at 12; then `d` and `e` without an answer. */
function ledger(): Ledger {
  const ledger = new Ledger()
  const receipt = (sequenceNumber: string) => ({ shardId, sequenceNumber })
  ledger.sending('w', ['a', 'b']).receipts = [receipt('10'), receipt('11')]
  ledger.sending('w', ['c']).receipts = [receipt('12')]
  ledger.sending('w', ['d', 'e'])
  return ledger
}

const acknowledged = [stored('a', '10'), stored('b', '11'), stored('c', '12')]

test('faultsOf accepts a store with all that was acknowledged, with or without the unanswered request', () => {
  expect(faultsOf(ledger(), shards(...acknowledged))).toEqual([])
  expect(faultsOf(ledger(), shards(...acknowledged, stored('d', '13'), stored('e', '14')))).toEqual([])
})

test('faultsOf names a lost record', () => {
  expect(faultsOf(ledger(), shards(stored('a', '10'), stored('c', '12')))).toEqual([
    'b was acknowledged and is lost',
  ])
})

test('faultsOf names a record that is there twice', () => {
  expect(faultsOf(ledger(), shards(...acknowledged, stored('b', '13')))).toEqual(['b is there twice'])
})

test('faultsOf names a record at another sequence number than promised', () => {
  expect(faultsOf(ledger(), shards(stored('a', '9'), stored('b', '11'), stored('c', '12')))).toEqual([
    `a was promised at ${shardId} 10 and is at ${shardId} 9`,
  ])
})

test('faultsOf names sequence numbers that do not rise', () => {
  const [a, b, c] = acknowledged as [StoredRecord, StoredRecord, StoredRecord]
  expect(faultsOf(ledger(), shards(b, a, c))).toEqual([`${shardId}: 10 does not rise`])
})

test('faultsOf names a damaged record, one never sent, and half of a request', () => {
  const damaged = { ...stored('d', '13'), data: payloadOf('d', 50).fill(0, 40, 41) }
  expect(faultsOf(ledger(), shards(...acknowledged, damaged))).toEqual([
    `${shardId}: the record at 13 is damaged`,
  ])
  expect(faultsOf(ledger(), shards(...acknowledged, stored('x', '13')))).toEqual(['x was never sent'])
  expect(faultsOf(ledger(), shards(...acknowledged, stored('d', '13')))).toEqual([
    'the unanswered request of d is there in part: 1 of 2 records',
  ])
})

test('faultsOf names an answer below one that the same writer had before', () => {
  const later = ledger()
  later.sending('w', ['f']).receipts = [{ shardId, sequenceNumber: '9' }]
  expect(faultsOf(later, shards(stored('f', '9'), ...acknowledged))).toEqual([
    `w ${shardId}: 9 is below an earlier answer`,
  ])
})

test('faultsOf wants what is too old to be gone, and nothing else', () => {
  const later = Number.POSITIVE_INFINITY
  expect(faultsOf(ledger(), shards(), later)).toEqual([])
  expect(faultsOf(ledger(), shards(stored('a', '10')), later)).toEqual(['a is there though it is too old'])
  expect(faultsOf(ledger(), shards(), 0)).toHaveLength(3)
})
