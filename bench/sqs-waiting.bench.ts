/*
 * Question: what do 5,000 long polls cost that wait for messages that do not come, and how long after the acknowledgement of a send does the
 * poll have its message that waits for it?
 *
 *   npm run bench -- sqs-waiting [--smoke]
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { AnswerReader } from './lib/answer-reader.ts'
import { sqsRequest } from './lib/http-request.ts'
import { startMillrace } from './lib/millrace.ts'
import { cpuMicros, rssBytes } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { sqsCall } from './lib/sqs-call.ts'
import type { StartedServer } from './lib/started-server.ts'
import { percentile, rounded } from './lib/statistics.ts'

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } })
const polls = values.smoke ? 50 : 5000
/** They wait for messages of this many queues. */
const queues = values.smoke ? 5 : 50
const wakes = values.smoke ? 10 : 500
const idleMs = values.smoke ? 500 : 10_000
/** Long enough for a poll to be waiting when its message is sent. */
const settleMs = 3
const p99MaxMs = 5
/** Of one core: what a timer that fires now and then costs is nothing, and this is more. */
const idleShareMax = 0.01
const waitTimeSeconds = 20
const connectedAtOnce = 100
/** For the collection of what 5,000 requests left behind, 0.6 s of CPU in the first 2 s. Polls wait longer than this and `idleMs`. */
const quietAfterMs = values.smoke ? 100 : 6_000

const urlOf = (name: string) => `http://127.0.0.1/000000000000/${name}`
const pollOf = (name: string) =>
  sqsRequest('ReceiveMessage', { QueueUrl: urlOf(name), WaitTimeSeconds: waitTimeSeconds })

/** A connection, as a function that sends a request and resolves with the answer and when it came. */
class Caller {
  readonly #socket: Socket
  #answer: (answer: { body: string; atMs: number }) => void = () => undefined

  constructor(port: number) {
    const reader = new AnswerReader(
      (status, _length, body) => {
        if (status !== 200) throw new Error(`${status}: ${body.toString()}`)
        this.#answer({ body: body.toString(), atMs: performance.now() })
      },
      { keepBodies: true },
    )
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk) => reader.push(chunk))
  }

  call(request: Buffer): Promise<{ body: string; atMs: number }> {
    return new Promise((resolve) => {
      this.#answer = resolve
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** The CPU of a server on which so many polls wait, as a share of one core, and what each takes of memory. */
async function costOfWaiting(server: StartedServer): Promise<{ idleShare: number; bytesPerPoll: number }> {
  for (let i = 0; i < queues; i++) await sqsCall(server.url, 'CreateQueue', { QueueName: `idle-${i}` })
  const beforeBytes = rssBytes(server.pid)
  const callers: Caller[] = []
  for (let i = 0; i < polls; i++) {
    const caller = new Caller(server.port)
    void caller.call(pollOf(`idle-${i % queues}`))
    callers.push(caller)
    if (i % connectedAtOnce === 0) await delay(settleMs)
  }
  await delay(quietAfterMs)
  const bytesPerPoll = Math.round((rssBytes(server.pid) - beforeBytes) / polls)
  const startedMicros = cpuMicros(server.pid)
  await delay(idleMs)
  const idleShare = (cpuMicros(server.pid) - startedMicros) / 1000 / idleMs
  for (const caller of callers) caller.close()
  return { idleShare, bytesPerPoll }
}

/** From the acknowledgement of a send to the answer of the poll that waited for it, as the client sees both. Negative: the poll was faster. */
async function wakeTimesMs(server: StartedServer): Promise<Float64Array> {
  await sqsCall(server.url, 'CreateQueue', { QueueName: 'woken' })
  const sender = new Caller(server.port)
  const receiver = new Caller(server.port)
  const times: number[] = []
  for (let i = 0; i < wakes; i++) {
    const polled = receiver.call(pollOf('woken'))
    await delay(settleMs)
    const sent = await sender.call(
      sqsRequest('SendMessage', { QueueUrl: urlOf('woken'), MessageBody: `message ${i}` }),
    )
    const received = await polled
    if (!received.body.includes(`message ${i}`)) throw new Error(`not the message: ${received.body}`)
    times.push(received.atMs - sent.atMs)
  }
  sender.close()
  receiver.close()
  return Float64Array.from(times).sort()
}

using scratch = new Scratch()
const server = await startMillrace(scratch.join('data'))
try {
  const { idleShare, bytesPerPoll } = await costOfWaiting(server)
  await delay(500)
  const times = await wakeTimesMs(server)
  const p99Ms = rounded(percentile(times, 0.99))
  printReport({
    question: `CPU of ${polls} long polls that wait, and from a send's acknowledgement to the poll's answer`,
    target: `less than ${idleShareMax} of a core; p99 at most ${p99MaxMs} ms`,
    met: idleShare < idleShareMax && p99Ms <= p99MaxMs,
    idleShare: rounded(idleShare),
    bytesPerPoll,
    p50Ms: rounded(percentile(times, 0.5)),
    p99Ms,
    maxMs: rounded(percentile(times, 1)),
  })
} finally {
  await server.stop()
}
