/*
 * The load of a queue: a process of its own, whose keep-alive connections go through cycles of send, receive and delete of
 * as many messages, one request in flight on each. What a cycle deletes are the messages that it received, which another
 * connection may have sent.
 *
 *   node bench/lib/queue-client.ts '<LoadSpec as JSON>'
 */
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { AnswerReader } from './answer-reader.ts'
import { sqsRequest, unpackRequests } from './http-request.ts'
import type { LoadSpec } from './load.ts'
import { MeasuredWindow } from './measured-window.ts'
import { queueUrl } from './queue-load.ts'

const handleHead = '"ReceiptHandle":"'

const spec = JSON.parse(process.argv[2] ?? '') as LoadSpec
const { recordsPerRequest: batch } = spec
const sends = unpackRequests(readFileSync(spec.requestsFile))
const receive = sqsRequest('ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: batch })

let next = 0
let stopping = false
const window = new MeasuredWindow(spec)

const sockets: Socket[] = []
const connections = Array.from({ length: spec.connections }, () => keepBusy())
console.log(JSON.stringify(await window.measure()))
stopping = true
await Promise.all(connections)
for (const socket of sockets) socket.destroy()

/** Sends two batches, so that the queue always has enough; then one cycle after the other, until the load stops. */
async function keepBusy(): Promise<void> {
  const call = openConnection()
  await call(nextSend())
  while (!stopping) {
    const startedMs = performance.now()
    await call(nextSend())
    const handles = handlesOf(await call(receive))
    if (handles.length !== batch) window.failed(`a receive of ${handles.length} messages`)
    const deleted = await call(deleteOf(handles))
    if (batch > 1 && deleted.split('"Id"').length !== batch + 1) window.failed(deleted)
    window.answered(startedMs)
  }
}

function nextSend(): Buffer {
  return sends[next++ % sends.length] as Buffer
}

function handlesOf(answer: string): string[] {
  return answer
    .split(handleHead)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf('"')))
}

function deleteOf(handles: readonly string[]): Buffer {
  if (batch === 1) {
    return sqsRequest('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle: handles[0] ?? '' })
  }
  const Entries = handles.map((ReceiptHandle, i) => ({ Id: `message-${i}`, ReceiptHandle }))
  return sqsRequest('DeleteMessageBatch', { QueueUrl: queueUrl, Entries })
}

/** A connection, as a function that sends a request and resolves with its answer. Another one each time for a server that closes it. */
function openConnection(): (request: Buffer) => Promise<string> {
  const kept = spec.connectionPerRequest ? undefined : connection()
  return (request) =>
    new Promise((resolve) => {
      const { socket, answers } = kept ?? connection()
      answers.next = (body) => {
        if (kept === undefined) socket.destroy()
        resolve(body)
      }
      socket.write(request)
    })
}

function connection(): { socket: Socket; answers: { next(body: string): void } } {
  const answers = { next: (_body: string): void => undefined }
  const reader = new AnswerReader(
    (status, _length, body) => {
      if (status !== 200) window.failed(`${status}: ${body.toString()}`)
      answers.next(body.toString('latin1'))
    },
    { keepBodies: true },
  )
  const socket = connect({ port: spec.port, host: '127.0.0.1', noDelay: true })
  socket.on('data', (chunk) => reader.push(chunk))
  if (!spec.connectionPerRequest) sockets.push(socket)
  return { socket, answers }
}
