import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { RunningServer } from '../lib/compare.ts'

const readyMsMax = 60_000
const stopMsMax = 20_000
const pollMs = 50
const stderrKept = 4_096

export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly port: number
}

/** A port of the loopback address that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

/** Starts a server and waits until its port takes connections. @throws Error with the end of what it printed */
export async function startProgram({ file, args, env, cwd, port }: Program): Promise<RunningServer> {
  const child = spawn(file, args, { env: { ...process.env, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-stderrKept)
    })
  }
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  for (const endMs = Date.now() + readyMsMax; !(await takesConnections(port)); await delay(pollMs)) {
    if (failure === undefined && isRunning(child) && Date.now() < endMs) continue
    child.kill('SIGKILL')
    throw new Error(`${file} ${args.join(' ')} did not start: ${printed}`, { cause: failure })
  }
  return { url: `http://127.0.0.1:${port}`, port, pid: child.pid as number, stop: () => stop(child) }
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' })
  const { promise, resolve } = Promise.withResolvers<boolean>()
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  const taken = await promise
  socket.destroy()
  return taken
}

async function stop(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
  child.kill('SIGTERM')
  await once(child, 'exit')
  clearTimeout(timer)
}
