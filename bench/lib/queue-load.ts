import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { packRequests, sqsRequest } from './http-request.ts'
import type { BenchOptions } from './options.ts'

/** Of each message, in bytes. */
export const bodySize = 1024

export const queueName = 'bench'
export const queueUrl = `http://127.0.0.1/000000000000/${queueName}`

/** The sends of a load, each of `batch` messages. One message is sent by SendMessage, more by SendMessageBatch. */
export function writeSends(
  path: string,
  { sends, batch, kind }: { sends: number; batch: number; kind: BenchOptions['bodies'] },
): void {
  const requests = Array.from({ length: sends }, () => {
    if (batch === 1) return sqsRequest('SendMessage', { QueueUrl: queueUrl, MessageBody: randomBody(kind) })
    const Entries = Array.from({ length: batch }, (_, i) => ({
      Id: `message-${i}`,
      MessageBody: randomBody(kind),
    }))
    return sqsRequest('SendMessageBatch', { QueueUrl: queueUrl, Entries })
  })
  writeFileSync(path, packRequests(requests))
}

function randomBody(kind: BenchOptions['bodies']): string {
  if (kind === 'text') return randomBytes(bodySize).toString('base64').slice(0, bodySize)
  let text = '{"orders":['
  while (text.length < bodySize) text += `{"id":"${randomBytes(8).toString('hex')}","count":7},`
  return text.slice(0, bodySize)
}
