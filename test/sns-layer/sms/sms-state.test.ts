import fc from 'fast-check'
import { expect, test } from 'vitest'
import { phoneNumberOf } from '../../../src/sns-layer/sms/index.ts'
import type { SmsEvent } from '../../../src/sns-layer/sms/sms-event.ts'
import { SmsState } from '../../../src/sns-layer/sms/sms-state.ts'

const owners = fc.constantFrom(
  { account: '000000000000', region: 'us-east-1' },
  { account: '111111111111', region: 'us-east-1' },
)
const phoneNumber = fc.constantFrom('+12065550100', '+12065550101')
const ofNumber = (
  kind:
    | 'sms-opted-out'
    | 'sms-opted-in'
    | 'sandbox-code-wrong'
    | 'sandbox-number-verified'
    | 'sandbox-number-deleted',
) => fc.record({ kind: fc.constant(kind), owner: owners, phoneNumber })
const events: fc.Arbitrary<SmsEvent> = fc.oneof(
  ofNumber('sms-opted-out'),
  ofNumber('sms-opted-in'),
  ofNumber('sandbox-code-wrong'),
  ofNumber('sandbox-number-verified'),
  ofNumber('sandbox-number-deleted'),
  fc.record({ kind: fc.constant('sms-charged' as const), owner: owners, microUsd: fc.nat(1000) }),
  fc.record({
    kind: fc.constant('sms-attributes-set' as const),
    owner: owners,
    attributes: fc.constantFrom({}, { DefaultSenderID: 'Shop' }),
  }),
  fc.record({
    kind: fc.constant('sandbox-code-sent' as const),
    owner: owners,
    phoneNumber,
    languageCode: fc.constant('en-US'),
    code: fc.constant('123456'),
  }),
)

/*
 * Goal: a restart from a snapshot and the events behind it is the state that was.
 * Method: apply random events to one state; at a random place another is made of the first one's snapshot and goes on beside it.
 */
test('a state goes on from its snapshot as if nothing had been', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 30 }), fc.nat(30), fc.nat(40), (history, at, daysApart) => {
      const whole = new SmsState()
      let resumed = new SmsState()
      history.forEach((event, i) => {
        const timeMs = i * daysApart * 86_400_000
        whole.apply(event, timeMs)
        resumed.apply(event, timeMs)
        if (i !== at) return
        const snapshot = structuredClone(resumed.snapshot())
        resumed = new SmsState()
        resumed.restore(snapshot)
      })
      expect(resumed.snapshot()).toEqual(whole.snapshot())
    }),
    { numRuns: 50 },
  )
})

test('an event of a kind that this version does not know ends the start', () => {
  const event = { kind: 'from-the-future', owner: { account: '0', region: 'r' } } as unknown as SmsEvent
  expect(() => new SmsState().apply(event, 0)).toThrow('a newer one wrote it')
})

test('a phone number is one by E.164, with or without its plus', () => {
  expect(phoneNumberOf('+12065550100')).toBe('+12065550100')
  expect(phoneNumberOf('4915112345678')).toBe('+4915112345678')
  const others = [
    '',
    '+',
    '+0123',
    '+1 206',
    '1-206-555',
    '+1234567890123456',
    'me',
    '+12065550100\n',
    '++1206',
  ]
  expect(others.filter((text) => phoneNumberOf(text) !== undefined)).toEqual([])
})
