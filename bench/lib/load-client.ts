/*
 * The load: a process of its own that keeps `connections` keep-alive connections busy with prebuilt requests, one in
 * flight on each, and prints what it saw in the measured window as one line of JSON. It reads the server's CPU time
 * itself, at both ends of the window, so that no message between processes blurs the edges.
 *
 *   node bench/lib/load-client.ts '<LoadSpec as JSON>'
 */
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { AnswerReader } from './answer-reader.ts'
import { unpackRequests } from './http-request.ts'
import type { LoadResult, LoadSpec } from './load.ts'
import { cpuMicros, peakRssBytes, resetPeakRss } from './process-usage.ts'
import { percentile } from './statistics.ts'

/** An answer that differs in length by more than this from the first, checked one is not an answer of its kind. */
const lengthTolerance = 0.05
const readBufferSize = 256 * 1024
/** A window that has seen fewer answers than this lasts longer: on a busy machine a short one may have none. */
const answersMin = 2
const answersWaitMs = 50
/** Warming up ends at the latest after this, whatever it has reached. */
const warmupMsMax = 30_000

const spec = JSON.parse(process.argv[2] ?? '') as LoadSpec
const requests = unpackRequests(readFileSync(spec.requestsFile))
const expectedLength = await checkFirstAnswer()

let next = 0
let stopping = false
let measuring = false
let answered = 0
let failures = 0
let firstFailure = ''
let latenciesMs: number[] = []

const connections = Array.from({ length: spec.connections }, () => keepBusy())
await warmUp()
console.log(JSON.stringify(await measure()))
stopping = true
await Promise.all(connections)

/** One request, its answer parsed and held against what the bench expects. @returns the body's length */
function checkFirstAnswer(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(spec.port, '127.0.0.1')
    const reader = new AnswerReader(
      (status, length, body) => {
        socket.destroy()
        const answer = JSON.parse(body.toString()) as { FailedRecordCount?: number; Records?: unknown[] }
        const good = status === 200 && (answer.FailedRecordCount ?? 0) === 0
        if (good && (answer.Records?.length ?? 1) === spec.recordsPerRequest) resolve(length)
        else reject(new Error(`not the answer expected: ${status} ${body.toString('latin1', 0, 500)}`))
      },
      { keepBodies: true },
    )
    socket.on('data', (chunk) => reader.push(chunk)).on('error', reject)
    socket.write(requests[0] as Buffer)
  })
}

/** Sends, waits for the answer, sends again, until the load stops. */
function keepBusy(): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentMs = 0
    const send = () => {
      sentMs = performance.now()
      socket.write(requests[next++ % requests.length] as Buffer)
    }
    const reader = new AnswerReader((status, length, body) => {
      answered++
      if (measuring) latenciesMs.push(performance.now() - sentMs)
      if (status !== 200 || Math.abs(length / expectedLength - 1) > lengthTolerance) {
        failures++
        firstFailure ||= `${status}, ${length} bytes: ${body.toString('latin1', 0, 500)}`
      }
      if (stopping) socket.end()
      else send()
    })
    const onread = {
      buffer: Buffer.alloc(readBufferSize),
      callback: (size: number, buffer: Uint8Array) => {
        reader.push((buffer as Buffer).subarray(0, size))
        return true
      },
    }
    const socket: Socket = connect({ port: spec.port, host: '127.0.0.1', noDelay: true, onread }, send)
    socket.on('error', reject).on('close', () => {
      if (stopping) resolve()
      else reject(new Error('the server closed a connection under load'))
    })
  })
}

/** Time alone does not warm a server up: the compiler waits for calls. */
async function warmUp(): Promise<void> {
  const endMs = performance.now() + warmupMsMax
  while (answered < spec.warmupRequests && performance.now() < endMs) await delay(answersWaitMs)
}

async function measure(): Promise<LoadResult> {
  resetPeakRss(spec.pid)
  latenciesMs = []
  failures = 0
  measuring = true
  const startedMs = performance.now()
  const startedCpu = process.cpuUsage()
  const startedMicros = cpuMicros(spec.pid)
  await delay(spec.windowMs)
  while (latenciesMs.length < answersMin) await delay(answersWaitMs)
  const serverMicros = cpuMicros(spec.pid) - startedMicros
  const clientCpu = process.cpuUsage(startedCpu)
  const windowMs = performance.now() - startedMs
  measuring = false

  const sorted = Float64Array.from(latenciesMs).sort()
  return {
    requests: sorted.length,
    failures,
    firstFailure,
    windowMs,
    serverMicros,
    clientMicros: clientCpu.user + clientCpu.system,
    peakRssBytes: peakRssBytes(spec.pid),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    maxMs: percentile(sorted, 1),
  }
}
