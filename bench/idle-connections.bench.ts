/*
 * Question: what memory does a server take that does nothing, and what does each connection take that has made a call and is kept open,
 * as the pools of clients do?
 *
 *   npm run bench -- idle-connections [--smoke]
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { kinesisRequest } from './lib/http-request.ts'
import { startMillrace } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { rssBytes } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'

const { smoke } = benchOptions()
/** Millrace takes 10,000. */
const connections = smoke ? 100 : 9_900
const atOnce = 100
const settleMs = smoke ? 200 : 3_000
const idleBytesMax = 90 * 1024 * 1024
const bytesPerConnectionMax = 10 * 1024

const request = kinesisRequest('ListStreams', {})
using scratch = new Scratch()
const server = await startMillrace(scratch.join('data'))
const open: Socket[] = []

async function openOne(): Promise<void> {
  const socket = connect({ port: server.port, host: '127.0.0.1', noDelay: true })
  socket.write(request)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  if (!answer.toString('latin1').startsWith('HTTP/1.1 200')) throw new Error(answer.toString('latin1'))
  open.push(socket)
}

await delay(settleMs)
const idleBytes = rssBytes(server.pid)
/* What the first calls take is no part of what a connection does. */
for (let i = 0; i < atOnce; i++) await openOne()
await delay(settleMs)
const beforeBytes = rssBytes(server.pid)
while (open.length < connections) await Promise.all(Array.from({ length: atOnce }, openOne))
await delay(settleMs)
const openBytes = rssBytes(server.pid)
const bytesPerConnection = (openBytes - beforeBytes) / (open.length - atOnce)
for (const socket of open) socket.destroy()
await server.stop()

printReport({
  question: `memory of an idle server, and of each of ${connections} connections that are kept open behind a call`,
  target: `at most ${idleBytesMax / 1024 / 1024} MiB idle, ${bytesPerConnectionMax / 1024} KiB a connection`,
  met: idleBytes <= idleBytesMax && bytesPerConnection <= bytesPerConnectionMax,
  idleMiB: Math.round(idleBytes / 1024 / 1024),
  withConnectionsMiB: Math.round(openBytes / 1024 / 1024),
  bytesPerConnection: Math.round(bytesPerConnection),
})
