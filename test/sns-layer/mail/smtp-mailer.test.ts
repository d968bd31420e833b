import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Mail, SmtpMailer } from '../../../src/sns-layer/mail/index.ts'
import { refusal, startSmtpReceiver } from './smtp-receiver.ts'

const never = new AbortController().signal
const mail: Mail = { to: 'reader@example.org', subject: 'Hello', text: 'A text.\n', id: 'message-1' }

async function start(options: Parameters<typeof startSmtpReceiver>[0] = {}, login = '') {
  const receiver = await startSmtpReceiver(options)
  const mailer = new SmtpMailer({
    url: receiver.url.replace('//', `//${login}`),
    sender: 'topics@example.com',
  })
  onTestFinished(async () => {
    mailer.close()
    await receiver.close()
  })
  return { receiver, mailer }
}

test('a mail arrives with its sender, subject, text and an id that stays the same', async () => {
  const { receiver, mailer } = await start()
  const text = 'Grüße, 世界\n.\nA line that is longer than what a line of a mail may be: '.padEnd(1200, 'x')
  expect(await mailer.send({ ...mail, senderName: 'Orders', subject: 'Grüße', text }, never)).toEqual({
    kind: 'delivered',
  })
  const [received] = receiver.mails
  expect(received).toMatchObject({ from: 'topics@example.com', to: ['reader@example.org'] })
  expect(received?.text.trimEnd()).toBe(text)
  expect(received?.headers.get('message-id')).toBe('<message-1@example.com>')
  expect(received?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(received?.headers.get('from')).toBe('Orders <topics@example.com>')
  expect(received?.headers.get('subject')).toBe('=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=')
})

test('a line break in a subject or a name makes no header', async () => {
  const { receiver, mailer } = await start()
  const evil = 'a\r\nBcc: other@example.org'
  await mailer.send({ ...mail, subject: evil, senderName: evil }, never)
  expect(receiver.mails[0]?.to).toEqual(['reader@example.org'])
  expect(receiver.mails[0]?.headers.has('bcc')).toBe(false)
})

test('a status of 500 and more to the recipient or to the text is final, one of 400 and more is not', async () => {
  const codeIn = (address: string, stage: string) => Number(address.match(`${stage}-(\\d+)`)?.[1])
  const { mailer } = await start({
    onRcptTo({ address }, _, callback) {
      const code = codeIn(address, 'recipient')
      callback(code > 0 ? refusal(code, 'No.') : null)
    },
    onData(stream, session, callback) {
      stream.resume()
      stream.on('end', () => callback(refusal(codeIn(session.envelope.rcptTo[0]!.address, 'text'), 'No.')))
    },
  })
  const answers = {
    'recipient-550': 'permanent',
    'recipient-450': 'retry',
    'text-554': 'permanent',
    'text-451': 'retry',
  }
  for (const [name, kind] of Object.entries(answers)) {
    const reason = expect.stringContaining(name.slice(-3))
    expect(await mailer.send({ ...mail, to: `${name}@example.org` }, never)).toEqual({ kind, reason })
  }
})

test('a login that is refused is no fault of the mail', async () => {
  const refuse = (_: unknown, __: unknown, callback: (error: Error) => void) =>
    callback(new Error('Unknown.'))
  const { mailer } = await start({ authOptional: false, allowInsecureAuth: true, onAuth: refuse }, 'a:b@')
  expect(await mailer.send(mail, never)).toMatchObject({ kind: 'retry' })
})

test('a server that is not there may be there later', async () => {
  const { receiver, mailer } = await start()
  await receiver.close()
  expect(await mailer.send(mail, never)).toMatchObject({ kind: 'retry' })
})

test('an attempt ends when it is given up, whatever the server does', async () => {
  const silent = createServer()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const mailer = new SmtpMailer({ url: `smtp://127.0.0.1:${port}`, sender: 'topics@example.com' })
  const giveUp = new AbortController()
  const outcome = mailer.send(mail, giveUp.signal)
  await new Promise((resolve) => silent.once('connection', resolve))
  giveUp.abort()
  expect(await outcome).toMatchObject({ kind: 'retry' })
  expect(await mailer.send(mail, giveUp.signal)).toMatchObject({ kind: 'retry' })
  mailer.close()
  silent.close()
})
