/* The checks of the kills are checked: each fault is found, and nothing else is called one. */
import { expect, test } from 'vitest'
import { MessageLedger } from './message-ledger.ts'

const seen = (id: string, receiveCount = 1, messageId = `of ${id}`) => ({ id, messageId, receiveCount })

/** A ledger that knows of three acknowledged messages, `g-0` to `g-2`, sent in one batch. */
function ledgerOf(isFifo: boolean): MessageLedger {
  const ledger = new MessageLedger('main')
  const ids = [0, 1, 2].map((number) => ({ id: `g-${number}`, number, ...(isFifo && { group: 'g' }) }))
  const sent = ledger.sending(ids)
  ledger.acknowledged(
    sent,
    ids.map(({ id }) => `of ${id}`),
  )
  return ledger
}

function takeOut(ledger: MessageLedger, queue: string, ...ids: string[]): void {
  for (const id of ledger.received(
    queue,
    ids.map((id) => seen(id, 9)),
  )) {
    ledger.drained(id)
  }
}

test('a history without a fault has none', () => {
  const ledger = ledgerOf(true)
  ledger.received('main', [seen('g-0'), seen('g-1')])
  ledger.deleting('g-0')
  ledger.deleted('g-0')
  ledger.received('main', [seen('g-1', 2), seen('g-2')])
  ledger.sending([{ id: 'unanswered', number: 3, group: 'g' }])
  takeOut(ledger, 'dead', 'g-1')
  takeOut(ledger, 'main', 'g-2')
  ledger.checkRest()
  expect(ledger.faults).toEqual([])
})

const faults: [name: string, isFifo: boolean, history: (ledger: MessageLedger) => void, fault: string][] = [
  ['a lost message', false, (l) => takeOut(l, 'main', 'g-0', 'g-2'), 'g-1 was acknowledged and is lost'],
  [
    'a doubled message',
    false,
    (l) => {
      takeOut(l, 'dead', 'g-1')
      takeOut(l, 'main', 'g-0', 'g-1', 'g-2')
    },
    'g-1 is there twice',
  ],
  [
    'a deleted message',
    false,
    (l) => {
      l.deleting('g-0')
      l.deleted('g-0')
      l.received('main', [seen('g-0')])
    },
    'g-0 was deleted, and comes again',
  ],
  ['a stranger', false, (l) => l.received('main', [seen('x')]), 'main has x, which was never sent'],
  [
    'a forgotten receive',
    false,
    (l) => {
      l.received('main', [seen('g-0', 1)])
      l.received('main', [seen('g-0', 1)])
    },
    'g-0: receive 1 after 1',
  ],
  [
    'part of an unanswered batch',
    false,
    (l) => {
      l.sending([3, 4].map((number) => ({ id: `g-${number}`, number })))
      takeOut(l, 'main', 'g-0', 'g-1', 'g-2', 'g-3')
    },
    'the unanswered batch of g-3 is there in part: 1 of 2',
  ],
  [
    'a message sent twice',
    true,
    (l) => l.received('main', [seen('g-0', 1, 'another')]),
    'g-0 is there as of g-0 and as another',
  ],
  [
    'a message before an earlier one',
    true,
    (l) => {
      l.received('main', [seen('g-1')])
      takeOut(l, 'main', 'g-0', 'g-1', 'g-2')
    },
    'g-1 comes before number 0 of its group',
  ],
  [
    'a message behind a later one',
    true,
    (l) => l.received('main', [seen('g-1'), seen('g-0')]),
    'g-0 comes behind number 1 of its group',
  ],
]

test.each(faults)('%s is a fault', (_, isFifo, history, fault) => {
  const ledger = ledgerOf(isFifo)
  history(ledger)
  ledger.checkRest()
  expect(ledger.faults).toContain(fault)
})
