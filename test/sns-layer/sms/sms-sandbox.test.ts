import { expect, test } from 'vitest'
import { never, openTestSms, order, owner, phone } from './open-test-sms.ts'

test('in the sandbox only a number that is verified by its code gets messages', async () => {
  const { sender, sandbox, transport } = await openTestSms({ inSandbox: true })
  expect(() => sender.check(order)).toThrow(`Invalid parameter: PhoneNumber Reason: ${phone} is not valid`)
  expect(await sender.send(order, never)).toMatchObject({ kind: 'permanent' })
  await sandbox.add(owner, phone, 'en-US')
  expect(transport.messages).toMatchObject([{ phoneNumber: phone, type: 'Transactional' }])
  expect(await sender.send(order, never)).toMatchObject({ kind: 'permanent' })
  await sandbox.verify(owner, phone, transport.code)
  sender.check(order)
  expect(await sender.send(order, never)).toEqual({ kind: 'delivered' })
})

test('a code is good for 15 minutes and five guesses, and a new one begins again', async () => {
  const { sandbox, transport, clock, restart } = await openTestSms()
  const isWrong = { code: 'SMS_CODE_WRONG' }
  await sandbox.add(owner, phone, 'en-US')
  const { code } = transport
  clock.advance(15 * 60_000 + 1)
  await expect(sandbox.verify(owner, phone, code)).rejects.toMatchObject(isWrong)
  await sandbox.add(owner, phone, 'en-US')
  for (let guess = 0; guess < 5; guess++) {
    await expect(sandbox.verify(owner, phone, '00000000')).rejects.toMatchObject(isWrong)
  }
  const again = await restart()
  await expect(again.sandbox.verify(owner, phone, transport.code)).rejects.toMatchObject(isWrong)
  await again.sandbox.add(owner, phone, 'en-US')
  await again.sandbox.verify(owner, phone, again.transport.code)
  expect(again.sandbox.numbers(owner)).toMatchObject([{ phoneNumber: phone, status: 'Verified' }])
  await again.sandbox.verify(owner, phone, '00000')
})

test('an account has ten numbers, and none that is verified is added again', async () => {
  const { sandbox, transport, clock } = await openTestSms()
  for (let i = 0; i < 10; i++) await sandbox.add(owner, `${phone}${i}`, 'en-US')
  const userError = { code: 'SMS_USER_ERROR' }
  await expect(sandbox.add(owner, phone, 'en-US')).rejects.toMatchObject(userError)
  await sandbox.add({ ...owner, account: '111111111111' }, phone, 'en-US')
  await sandbox.add(owner, `${phone}9`, 'en-US')
  await sandbox.verify(owner, `${phone}9`, transport.code)
  await expect(sandbox.add(owner, `${phone}9`, 'en-US')).rejects.toMatchObject(userError)
  clock.advance(86_400_000 - 1)
  await expect(sandbox.remove(owner, `${phone}9`)).rejects.toMatchObject(userError)
  clock.advance(1)
  await sandbox.remove(owner, `${phone}9`)
  await sandbox.add(owner, phone, 'en-US')
})

test('a number that nobody added is not found, and one that is opted out is not added', async () => {
  const { sandbox, accounts } = await openTestSms()
  const notFound = { code: 'SMS_SANDBOX_NUMBER_NOT_FOUND' }
  await expect(sandbox.verify(owner, phone, '123456')).rejects.toMatchObject(notFound)
  await expect(sandbox.remove(owner, phone)).rejects.toMatchObject(notFound)
  await accounts.optOut(owner, phone)
  await expect(sandbox.add(owner, phone, 'en-US')).rejects.toMatchObject({ code: 'SMS_OPTED_OUT' })
})

test('a code that does not go out is an error, and the number stays pending', async () => {
  const { sandbox, transport } = await openTestSms()
  transport.answer = { kind: 'refused', reason: 'No such number' }
  await expect(sandbox.add(owner, phone, 'en-US')).rejects.toThrow('The code was not sent: No such number')
  expect(sandbox.numbers(owner)).toMatchObject([{ status: 'Pending' }])
})
