import { expect, test } from 'vitest'
import { type Logger, systemRandom } from '../../../src/base/index.ts'
import { SmsSender, settingsOf } from '../../../src/sns-layer/sms/index.ts'
import { never, openTestSms, order, owner, phone } from './open-test-sms.ts'

test('a message goes out with the defaults of its account, and with what it says itself in their place', async () => {
  const { sender, accounts, transport } = await openTestSms()
  expect(await sender.send(order, never)).toEqual({ kind: 'delivered' })
  await accounts.setAttributes(owner, { DefaultSenderID: 'Shop', DefaultSMSType: 'Transactional' })
  await sender.send({ ...order, topicArn: 'arn' }, never)
  await sender.send(
    { ...order, settings: { senderId: 'Bank1', type: 'Promotional', maxPriceUsd: 0.5 } },
    never,
  )
  const common = { messageId: 'm-1', ...owner, phoneNumber: phone, message: 'Hello' }
  expect(transport.messages).toEqual([
    { ...common, type: 'Promotional' },
    { ...common, topicArn: 'arn', type: 'Transactional', senderId: 'Shop' },
    { ...common, type: 'Promotional', senderId: 'Bank1', maxPriceUsd: 0.5 },
  ])
})

test('who is opted out by the gateway gets nothing more, also after a restart, until it is opted in', async () => {
  const first = await openTestSms()
  first.transport.answer = { kind: 'opted-out' }
  const outcome = { kind: 'permanent', reason: 'Phone number is opted out' }
  expect(await first.sender.send(order, never)).toEqual(outcome)
  const { sender, accounts, transport } = await first.restart()
  expect(await sender.send(order, never)).toEqual(outcome)
  expect(transport.messages).toEqual([])
  expect(await sender.send({ ...order, phoneNumber: '+12065550199' }, never)).toEqual({ kind: 'delivered' })
  const elsewhere = { ...order, owner: { ...owner, region: 'eu-west-1' } }
  expect(await sender.send(elsewhere, never)).toEqual({ kind: 'delivered' })
  await accounts.optIn(owner, phone)
  expect(await sender.send(order, never)).toEqual({ kind: 'delivered' })
})

test('a number is opted in once in 30 days', async () => {
  const { accounts, clock } = await openTestSms()
  await accounts.optIn(owner, phone)
  await accounts.optOut(owner, phone)
  await accounts.optIn(owner, phone)
  await accounts.optOut(owner, phone)
  clock.advance(30 * 86_400_000 - 1)
  await expect(accounts.optIn(owner, phone)).rejects.toMatchObject({ code: 'SMS_PARAMETER_INVALID' })
  expect(accounts.of(owner).optedOut.has(phone)).toBe(true)
  clock.advance(1)
  await accounts.optIn(owner, phone)
  expect(accounts.of(owner).optedOut.has(phone)).toBe(false)
})

test('a month that has cost its limit is over for messages, and the next begins at nothing', async () => {
  const first = await openTestSms({ snapshotBytesMin: 1 })
  await first.accounts.setAttributes(owner, { MonthlySpendLimit: '1' })
  first.transport.answer = { kind: 'sent', priceUsd: 0.5 }
  expect(await first.sender.send(order, never)).toEqual({ kind: 'delivered' })
  expect(await first.sender.send(order, never)).toEqual({ kind: 'delivered' })
  const { sender, clock } = await first.restart()
  expect(await sender.send(order, never)).toEqual({ kind: 'permanent', reason: 'No quota left for account' })
  clock.advance(86_400_000)
  expect(await sender.send(order, never)).toEqual({ kind: 'delivered' })
})

test('what the transport refuses is final, and what it cannot take now is not', async () => {
  const { sender, transport } = await openTestSms()
  transport.answer = { kind: 'refused', reason: 'No such number' }
  expect(await sender.send(order, never)).toEqual({ kind: 'permanent', reason: 'No such number' })
  transport.answer = { kind: 'retry', reason: 'Later' }
  expect(await sender.send(order, never)).toEqual({ kind: 'retry', reason: 'Later' })
})

test('a number that is not one of the numbers to send from is refused, when there are any', async () => {
  const { sender } = await openTestSms({ originationNumbers: ['+12065550111'] })
  const from = (originationNumber: string) => ({ ...order, settings: { originationNumber } })
  expect(() => sender.check(from('+12065550112'))).toThrow('is not one of the account')
  expect(await sender.send(from('+12065550112'), never)).toMatchObject({ kind: 'permanent' })
  expect(await sender.send(from('+12065550111'), never)).toEqual({ kind: 'delivered' })
})

test('deliveries are logged for accounts that have named a role: failures all, successes by their rate', async () => {
  const { accounts, transport, clock } = await openTestSms()
  const lines: object[] = []
  const note = (fields: object) => void lines.push(fields)
  const logger: Logger = { debug: note, info: note, warn: note, error: note }
  const options = { accounts, transport, clock, logger, random: systemRandom, sandbox: false }
  const sender = new SmsSender({ ...options, originationNumbers: [] })
  await sender.send(order, never)
  await accounts.setAttributes(owner, { DeliveryStatusIAMRole: 'arn:aws:iam::000000000000:role/sms' })
  await sender.send(order, never)
  expect(lines).toEqual([])
  await accounts.setAttributes(owner, { DeliveryStatusSuccessSamplingRate: '100' })
  await sender.send(order, never)
  transport.answer = { kind: 'refused', reason: 'No such number' }
  await sender.send(order, never)
  expect(lines).toMatchObject([
    { status: 'SUCCESS', delivery: { destination: phone } },
    { status: 'FAILURE', delivery: { providerResponse: 'No such number' } },
  ])
})

test('attributes are checked, and an empty value takes one away', async () => {
  const { accounts } = await openTestSms()
  const refused: Record<string, string>[] = [
    { MonthlySpendLimit: '-1' },
    { MonthlySpendLimit: '1.5' },
    { DeliveryStatusIAMRole: 'a role' },
    { DeliveryStatusSuccessSamplingRate: '101' },
    { DefaultSenderID: '123' },
    { DefaultSenderID: 'TwelveLetter' },
    { DefaultSMSType: 'promotional' },
    { UsageReportS3Bucket: 'reports' },
    { Other: '1' },
    { toString: '1' },
  ]
  for (const attributes of refused) {
    const set = accounts.setAttributes(owner, { DefaultSenderID: 'Shop', ...attributes })
    await expect(set, JSON.stringify(attributes)).rejects.toMatchObject({ code: 'SMS_PARAMETER_INVALID' })
  }
  expect(accounts.of(owner).attributes).toEqual({})
  await accounts.setAttributes(owner, { DefaultSenderID: 'Shop', MonthlySpendLimit: '5' })
  await accounts.setAttributes(owner, { DefaultSenderID: '' })
  expect(accounts.of(owner).attributes).toEqual({ MonthlySpendLimit: '5' })
})

test('what a message says of itself is read by its names and checked', () => {
  const read = (attributes: Record<string, string>) => settingsOf((name) => attributes[name])
  expect(
    read({
      'AWS.SNS.SMS.SMSType': 'Transactional',
      'AWS.SNS.SMS.SenderID': 'Shop',
      'AWS.SNS.SMS.MaxPrice': '0.25',
      'AWS.MM.SMS.OriginationNumber': '12065550111',
      'AWS.MM.SMS.EntityId': '1001',
      'AWS.MM.SMS.TemplateId': 'T1',
    }),
  ).toEqual({
    type: 'Transactional',
    senderId: 'Shop',
    maxPriceUsd: 0.25,
    originationNumber: '+12065550111',
    entityId: '1001',
    templateId: 'T1',
  })
  expect(read({})).toEqual({})
  const refused = {
    'AWS.SNS.SMS.SMSType': 'Other',
    'AWS.SNS.SMS.SenderID': '1 2',
    'AWS.SNS.SMS.MaxPrice': '1e3',
    'AWS.MM.SMS.OriginationNumber': 'me',
    'AWS.MM.SMS.EntityId': '',
    'AWS.MM.SMS.TemplateId': 'ä',
  }
  for (const [name, value] of Object.entries(refused)) expect(() => read({ [name]: value })).toThrow(name)
})
