/*
 * The load: a process of its own that keeps `connections` keep-alive connections busy with prebuilt requests, one in
 * flight on each, and prints what it saw in the measured window as one line of JSON.
 *
 *   node bench/lib/load-client.ts '<LoadSpec as JSON>'
 */
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import {
  type FramedBody,
  type PutResult,
  partsOfFramed,
  readRecords,
  resultsAt,
} from '../../src/framed/index.ts'
import { AnswerReader } from './answer-reader.ts'
import { unpackRequests } from './http-request.ts'
import type { LoadSpec } from './load.ts'
import { MeasuredWindow } from './measured-window.ts'

/** An answer that differs in length by more than this from the first, checked one is not an answer of its kind; some servers count from 1. */
const lengthTolerance = 0.05
const bytesTolerance = 16
const readBufferSize = 256 * 1024

const spec = JSON.parse(process.argv[2] ?? '') as LoadSpec
const requests = unpackRequests(readFileSync(spec.requestsFile))
const expectedLength = await checkFirstAnswer()
const differenceMax = Math.max(bytesTolerance, lengthTolerance * expectedLength)

let next = 0
let stopping = false
const window = new MeasuredWindow(spec)

const connections = Array.from({ length: spec.connections }, () => keepBusy())
console.log(JSON.stringify(await window.measure()))
stopping = true
await Promise.all(connections)

/** One request, its answer parsed and held against what the bench expects. @returns the body's length */
function checkFirstAnswer(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(spec.port, '127.0.0.1')
    const reader = new AnswerReader(
      (status, length, body) => {
        socket.destroy()
        if (status === 200 && recordsIn(body) === spec.recordsPerRequest) resolve(length)
        else reject(new Error(`not the answer expected: ${status} ${body.toString('latin1', 0, 500)}`))
      },
      { keepBodies: true },
    )
    socket.on('data', (chunk) => reader.push(chunk)).on('error', reject)
    socket.write(requests[0] as Buffer)
  })
}

/** How many records the answer to a put or get is about; 0 when one has failed. */
function recordsIn(body: Buffer): number {
  const framed = partsOfFramed(body)
  if (framed !== undefined) return recordsInFramed(framed)
  /* Of CBOR: whatever failed has no sequence number. */
  if (body[0] !== 0x7b) return body.toString('latin1').split('SequenceNumber').length - 1
  const { FailedRecordCount = 0, Records } = JSON.parse(body.toString()) as {
    FailedRecordCount?: number
    Records?: unknown[]
  }
  return FailedRecordCount > 0 ? 0 : (Records?.length ?? 1)
}

function recordsInFramed({ records, members }: FramedBody): number {
  const { FailedRecordCount, Records: listed } = JSON.parse(members.toString())
  if (FailedRecordCount === undefined)
    return readRecords(records, BigInt(listed[0].SequenceNumber))?.length ?? 0
  return resultsAt({ places: records, different: listed })?.filter(isPut).length ?? 0
}

function isPut({ SequenceNumber }: PutResult): boolean {
  return SequenceNumber !== undefined
}

/** Sends, waits for the answer, sends again, until the load stops. */
async function keepBusy(): Promise<void> {
  do await keepConnectionBusy()
  while (!stopping)
}

/** Resolves when the connection has ended, after the load or, where the server wants that, after one answer. */
function keepConnectionBusy(): Promise<void> {
  return new Promise((resolve, reject) => {
    let isDone = false
    let sentMs = 0
    const send = () => {
      sentMs = performance.now()
      socket.write(requests[next++ % requests.length] as Buffer)
    }
    const reader = new AnswerReader((status, length, body) => {
      window.answered(sentMs)
      if (status !== 200 || Math.abs(length - expectedLength) > differenceMax)
        window.failed(`${status}, ${length} bytes: ${body.toString('latin1', 0, 500)}`)
      isDone = stopping || spec.connectionPerRequest === true
      if (isDone) socket.end()
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
      if (isDone) resolve()
      else reject(new Error('the server closed a connection under load'))
    })
  })
}
