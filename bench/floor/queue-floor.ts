/*
 * The queue floor: the least that any SQS-like server on `node:http` does for the six requests of the hot path. JSON.parse of
 * the body, and the answer of its kind by JSON.stringify; a receive answers messages of 1 KiB that are always the same but for
 * their handles. Keeps nothing, hashes nothing, checks nothing; nothing is tuned and nothing is slow on purpose.
 *
 *   node bench/floor/queue-floor.ts
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { bodySize } from '../lib/queue-load.ts'
import { announce } from './announce.ts'

interface Input {
  readonly Entries: readonly { readonly Id: string }[]
  readonly MaxNumberOfMessages: number
}

const md5 = '0123456789abcdef'.repeat(2)
const messageId = '01234567-89ab-4def-8123-456789abcdef'
const messageBody = randomBytes(bodySize).toString('base64').slice(0, bodySize)
let received = 0

const answers: Record<string, (input: Input) => object | undefined> = {
  SendMessage: () => ({ MD5OfMessageBody: md5, MessageId: messageId }),
  SendMessageBatch: ({ Entries }) => ({
    Successful: Entries.map(({ Id }) => ({ Id, MD5OfMessageBody: md5, MessageId: messageId })),
    Failed: [],
  }),
  ReceiveMessage: ({ MaxNumberOfMessages }) => ({
    Messages: Array.from({ length: MaxNumberOfMessages }, () => ({
      MessageId: messageId,
      ReceiptHandle: String(received++).padStart(24, '0'),
      MD5OfBody: md5,
      Body: messageBody,
    })),
  }),
  DeleteMessage: () => undefined,
  DeleteMessageBatch: ({ Entries }) => ({ Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] }),
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const input = JSON.parse(Buffer.concat(chunks).toString()) as Input
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    const output = answers[operation]?.(input)
    const body = output === undefined ? '' : JSON.stringify(output)
    response.writeHead(200, {
      'Content-Type': 'application/x-amz-json-1.0',
      'Content-Length': Buffer.byteLength(body),
    })
    response.end(body)
  })
}

announce(createServer(serve))
