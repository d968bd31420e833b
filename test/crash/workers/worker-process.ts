import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { WorkerEvent } from './worker-event.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A worker in a process of its own, and what it has noted. */
export class WorkerProcess {
  readonly #child: ChildProcess
  readonly #file: string
  #stderr = ''

  constructor(endpoint: string, stream: string, failoverMs: number, file: string) {
    const args = ['test/crash/workers/worker.ts', endpoint, stream, String(failoverMs), file]
    this.#child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-4096)
    })
    this.#file = file
  }

  /** Whole lines only: the last one may be on its way. */
  events(): WorkerEvent[] {
    if (!existsSync(this.#file)) return []
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as WorkerEvent)
  }

  stand(): void {
    this.#child.kill('SIGSTOP')
  }

  goOn(): void {
    this.#child.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    if (this.#isOver) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  /** Lets it hand over what it has. @throws Error if it ends with an error, or had ended before */
  async stop(): Promise<void> {
    if (!this.#isOver) {
      this.#child.kill('SIGTERM')
      await once(this.#child, 'exit')
    }
    if (this.#child.exitCode !== 0) throw new Error(`a worker failed: ${this.#stderr}`)
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }
}
