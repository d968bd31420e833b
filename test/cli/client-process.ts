import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Finished } from './command.ts'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

/** Without what would lead a client elsewhere. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(MILLRACE|AWS)_/.test(name))
  return Object.fromEntries(own)
}

/** A `millrace put`, `tail` or `agent` that runs beside the test, and ends with it at the latest. */
export class ClientProcess implements Disposable {
  readonly child: ChildProcess
  readonly #closed: Promise<[status: number | null]>
  #stdout = ''
  #stderr = ''

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [main, ...args], { env: environment() })
    this.#closed = once(this.child, 'close') as Promise<[number | null]>
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Resolves when this holds, or rejects when the process has ended before. */
  async until(holds: (stdout: string) => boolean): Promise<void> {
    let hasEnded = false
    void this.#closed.then(() => {
      hasEnded = true
    })
    while (!holds(this.#stdout)) {
      if (hasEnded) throw new Error(`ended: ${this.#stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  async finished(): Promise<Finished> {
    const [status] = await this.#closed
    return { status, stdout: this.#stdout, stderr: this.#stderr }
  }

  end(signal: 'SIGINT' | 'SIGTERM'): Promise<Finished> {
    this.child.kill(signal)
    return this.finished()
  }

  [Symbol.dispose](): void {
    this.child.kill('SIGKILL')
  }
}

/** Runs a command with this as its standard input. */
export function runWithInput(args: readonly string[], input: string | Buffer): Promise<Finished> {
  const client = new ClientProcess(args)
  client.child.stdin?.end(input)
  return client.finished()
}
