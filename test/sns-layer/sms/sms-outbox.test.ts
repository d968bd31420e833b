import { expect, test } from 'vitest'
import { ManualClock, MemoryFileSystem, readWhole } from '../../../src/base/index.ts'
import { outboxNames, SmsOutbox, type TextMessage } from '../../../src/sns-layer/sms/index.ts'

const directory = '/data/sms'

function text(messageId: string): TextMessage {
  const account = '000000000000'
  return {
    messageId,
    account,
    region: 'us-east-1',
    phoneNumber: '+12065550100',
    message: 'Hi',
    type: 'Promotional',
  }
}

async function lines(files: MemoryFileSystem, name: string): Promise<string[]> {
  const whole = (await readWhole(files, `${directory}/${name}`)).toString()
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).messageId)
}

test('the outbox has a line for each message, in order, also over a restart', async () => {
  const files = new MemoryFileSystem()
  const open = () => new SmsOutbox({ files, clock: new ManualClock(0), directory })
  const first = open()
  const answers = await Promise.all(['a', 'b', 'c'].map((id) => first.send(text(id))))
  expect(answers).toEqual(Array(3).fill({ kind: 'sent', priceUsd: 0 }))
  await first.close()
  const second = open()
  await second.send(text('d'))
  await second.close()
  expect(await lines(files, outboxNames.current)).toEqual(['a', 'b', 'c', 'd'])
  const [line] = (await readWhole(files, `${directory}/${outboxNames.current}`)).toString().split('\n')
  expect(JSON.parse(line!)).toEqual({ time: '1970-01-01T00:00:00.000Z', ...text('a') })
})

test('what a crash has left of a line is cut off before the next', async () => {
  const files = new MemoryFileSystem()
  const first = new SmsOutbox({ files, clock: new ManualClock(), directory })
  await first.send(text('a'))
  await first.close()
  const file = await files.open(`${directory}/${outboxNames.current}`)
  await file.write(await file.size(), [Buffer.from('{"messageId":"ha')])
  await file.close()
  const second = new SmsOutbox({ files, clock: new ManualClock(), directory })
  await second.send(text('b'))
  await second.close()
  expect(await lines(files, outboxNames.current)).toEqual(['a', 'b'])
})

test('the outbox is two files at most, and the newest messages are in them', async () => {
  const files = new MemoryFileSystem()
  const outbox = new SmsOutbox({ files, clock: new ManualClock(), directory, fileBytesMax: 400 })
  for (let i = 0; i < 10; i++) await outbox.send(text(`m-${i}`))
  await outbox.close()
  expect((await files.list(directory)).sort()).toEqual([outboxNames.older, outboxNames.current])
  const kept = [...(await lines(files, outboxNames.older)), ...(await lines(files, outboxNames.current))]
  expect(kept.length).toBeGreaterThan(1)
  expect(kept).toEqual(Array.from({ length: 10 }, (_, i) => `m-${i}`).slice(-kept.length))
  for (const name of Object.values(outboxNames)) {
    expect((await readWhole(files, `${directory}/${name}`)).length).toBeLessThanOrEqual(400)
  }
})

/** A disk that is full until it has room. */
class FullDisk extends MemoryFileSystem {
  isFull = true

  override makeDirectory(): Promise<void> {
    return this.isFull ? Promise.reject(new Error('ENOSPC')) : super.makeDirectory()
  }
}

test('a disk that fails is asked again with the next message', async () => {
  const files = new FullDisk()
  const outbox = new SmsOutbox({ files, clock: new ManualClock(), directory })
  expect(await outbox.send(text('a'))).toEqual({ kind: 'retry', reason: 'ENOSPC' })
  files.isFull = false
  expect(await outbox.send(text('b'))).toMatchObject({ kind: 'sent' })
  await outbox.close()
})
