import { expect, test } from 'vitest'
import { DataProtection } from '../../../src/sns-layer/protection/index.ts'

const arn = (name: string) => `arn:aws:dataprotection::aws:data-identifier/${name}`
const mask = { Deidentify: { MaskConfig: { MaskWithCharacter: '#' } } }
const deny = { Deny: {} }

const statement = (DataIdentifier: string[], Operation: object = mask, more: object = {}) => ({
  DataDirection: 'Inbound',
  Principal: ['*'],
  DataIdentifier,
  Operation,
  ...more,
})

const policy = (Statement: object[], more: object = {}) =>
  JSON.stringify({ Name: 'pii', Description: 'test', Version: '2021-06-01', Statement, ...more })

const protectionOf = (Statement: object[], more: object = {}) =>
  DataProtection.compile(policy(Statement, more))

const applied = (protection: DataProtection, message: string, account = '111111111111') =>
  protection.apply({ message, messageOf: {} }, 'Inbound', account).message

/* Examples of the standards, or made for this test. */
test.each([
  ['EmailAddress', 'jane.doe+tag@mail.example.com', ['jane@localhost', '@example.com', 'a@b@c']],
  ['IpAddress', '192.0.2.17', ['192.0.2.256', '1.2.3', 'v1.2.3.4', 'abc']],
  ['IpAddress', '2001:db8::17', ['12:30:15', '2001:db8::17::1', '::ffgg']],
  ['CreditCardNumber', '4111 1111 1111 1111', ['4111 1111 1111 1112', '41111111']],
  ['CreditCardNumber', '378282246310005', ['378282246310006', 'x378282246310005']],
  ['Ssn-US', '123-45-6789', ['000-45-6789', '666-45-6789', '900-45-6789', '123-00-6789', '123456789']],
  ['PhoneNumber-US', '+1 (212) 555-0187', ['2125550187', '112-555-0187']],
  ['PhoneNumber-US', '212-555-0187', ['212-55-0187']],
  ['VehicleIdentificationNumber', '1M8GDM9AXKP042788', ['1M8GDM9A0KP042788', '1M8GDM9AXKP04278']],
  ['BankAccountNumber-DE', 'DE89 3704 0044 0532 0130 00', ['DE89 3704 0044 0532 0130 01']],
  ['BankAccountNumber-GB', 'GB82WEST12345698765432', ['GB82WEST12345698765433']],
  [
    'OpenSshPrivateKey',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----',
    ['-----BEGIN OPENSSH PUBLIC KEY-----'],
  ],
  [
    'PkcsPrivateKey',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
    ['-----BEGIN CERTIFICATE-----'],
  ],
])('%s is found in a text, and what only looks like it is not', (name, data, others) => {
  const protection = protectionOf([statement([arn(name)])])
  expect(applied(protection, `see ${data}, or {"x":"${data}"}`)).toBe(
    `see ${'#'.repeat(data.length)}, or {"x":"${'#'.repeat(data.length)}"}`,
  )
  for (const other of others) expect(applied(protection, other)).toBe(other)
})

test('data is masked, taken out or denied, in each text of a message, and denial goes first', () => {
  const redact = { Deidentify: { RedactConfig: {} } }
  expect(applied(protectionOf([statement([arn('EmailAddress')], redact)]), 'to a@b.example!')).toBe('to !')
  const both = protectionOf([statement([arn('EmailAddress')]), statement([arn('IpAddress')], deny)])
  const texts = { message: 'a@b.example', messageOf: { sms: 'call', http: 'a@b.example' } }
  expect(both.apply(texts, 'Inbound', '1')).toMatchObject({
    message: '###########',
    messageOf: { sms: 'call', http: '###########' },
  })
  expect(() => applied(both, 'a@b.example at 192.0.2.1')).toThrow('contains data of the type IpAddress')
  expect(both.concerns('Outbound')).toBe(false)
  expect(both.apply(texts, 'Outbound', '1')).toBe(texts)
})

test('a statement is about its principals', () => {
  const Principal = ['arn:aws:iam::111111111111:root', '222222222222']
  const protection = protectionOf([statement([arn('EmailAddress')], deny, { Principal })])
  for (const account of ['111111111111', '222222222222']) {
    expect(() => applied(protection, 'a@b.example', account)).toThrow('EmailAddress')
  }
  expect(applied(protection, 'a@b.example', '333333333333')).toBe('a@b.example')
})

const custom = (Regex: string) => ({
  Configuration: { CustomDataIdentifier: [{ Name: 'EmployeeId', Regex }] },
})

test('a custom identifier is found by its expression', () => {
  const protection = protectionOf([statement(['EmployeeId'])], custom('EID-[A-Z]{2}\\d{3,5}|X?\\.y'))
  expect(applied(protection, 'EID-AB1234 .y')).toBe('########## ##')
})

test.each([
  '(a|b)c',
  'a*',
  'a+b',
  '.*@x',
  'a?a?a?a?a?a?',
  '(?=a)b',
  '\\1',
  'a{1,200}',
  '[b-a]',
  'a{2,1}',
  '^a',
  'a?',
  'a$',
  '|',
])('the expression %s is refused', (Regex) => {
  expect(() => protectionOf([statement(['EmployeeId'])], custom(Regex))).toThrow('The Regex of EmployeeId')
})

const email = [arn('EmailAddress')]
test.each<[reason: string, text: string]>([
  ['The policy is no JSON', '{'],
  ['The policy must be an object', '[]'],
  ['Version must be 2021-06-01', policy([statement(email)], { Version: '2012-10-17' })],
  ['Name must be a text', policy([statement(email)], { Name: 5 })],
  ['The policy cannot have Id', policy([statement(email)], { Id: '1' })],
  ['Statement must have at least one value', policy([])],
  ['at most 16 statements', policy(Array.from({ length: 17 }, () => statement(email)))],
  ['DataDirection must be Inbound or Outbound', policy([statement(email, mask, { DataDirection: 'Both' })])],
  [
    'cannot tell users and roles',
    policy([statement(email, mask, { Principal: ['arn:aws:iam::111111111111:role/x'] })]),
  ],
  [
    'does not find data of the type arn:aws:dataprotection::aws:data-identifier/Name',
    policy([statement([arn('Name')])]),
  ],
  ['does not support the operation Audit', policy([statement(email, { Audit: { SampleRate: '99' } })])],
  ['Operation must have one member', policy([statement(email, { ...mask, ...deny })])],
  [
    'MaskWithCharacter must be one character',
    policy([statement(email, { Deidentify: { MaskConfig: { MaskWithCharacter: '##' } } })]),
  ],
  ['at most 30720 characters', policy([statement(email)], { Description: 'x'.repeat(30_720) })],
])('a policy is refused: %s', (reason, text) => {
  expect(() => DataProtection.compile(text)).toThrow(reason)
})

test('a large message that nearly matches everywhere is looked at in a moment', () => {
  const all = [
    'EmailAddress',
    'IpAddress',
    'CreditCardNumber',
    'PhoneNumber-US',
    'PkcsPrivateKey',
    'BankAccountNumber-FR',
  ]
  const protection = protectionOf([statement(all.map(arn))])
  const pieces = [
    'a@b.',
    '1.2.3.',
    '4111 ',
    '-----BEGIN PRIVATE KEY-----',
    'FR12 ',
    'a'.repeat(64),
    '::',
    '9'.repeat(40),
  ]
  const before = process.cpuUsage()
  for (const piece of pieces) applied(protection, piece.repeat(Math.floor(262_144 / piece.length)))
  const { user } = process.cpuUsage(before)
  expect(user / 1000).toBeLessThan(4_000)
})
