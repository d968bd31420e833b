import { expect, test } from 'vitest'
import {
  confirmationText,
  isEmailAddress,
  notificationSubject,
  notificationText,
} from '../../../src/sns-layer/mail/index.ts'

test('an address is one mailbox and nothing beside it', () => {
  expect(['a@b.example', 'first.last+tag@sub.example.org', 'x@localhost'].every(isEmailAddress)).toBe(true)
  const others = [
    ...[
      '',
      'a',
      '@b',
      'a@',
      'a b@c.example',
      'a@b c',
      'a@b,c@d',
      'A <a@b.example>',
      'a@b\r\nBcc: c@d',
      'a@-b',
    ],
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(320)}`,
  ]
  expect(others.filter(isEmailAddress)).toEqual([])
})

test('a confirmation names the topic and the link, a notification has its message first and the way out last', () => {
  const confirmation = confirmationText({ topicArn: 'arn:of:topic', confirmUrl: 'http://host/?Token=t' })
  expect(confirmation.split('\n')).toEqual(expect.arrayContaining(['arn:of:topic', 'http://host/?Token=t']))
  const text = notificationText({ message: 'It is done.', unsubscribeUrl: 'http://host/?out' })
  expect(text).toMatch(/^It is done\.\n\n--\n[^\n]+\nhttp:\/\/host\/\?out\n$/)
})

test('a notification without a subject has that of AWS', () => {
  expect(notificationSubject({ subject: 'Done' })).toBe('Done')
  expect(notificationSubject({})).toBe('AWS Notification Message')
})
