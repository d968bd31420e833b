import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

export interface Finished {
  status: number | null
  stdout: string
  stderr: string
}

function environment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('MILLRACE_'))
  return { ...Object.fromEntries(own), ...extra }
}

/** Runs the `millrace` command to its end. */
export async function millrace(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const child = spawn(process.execPath, [main, ...args], { env: environment(env) })
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { status, stdout, stderr }
}

type Exit = [status: number | null, signal: string | null]

/** A `millrace serve` in a process of its own, that ends with the test at the latest. */
export class ServedMillrace implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcess
  readonly #exit: Promise<Exit>
  #stderr = ''

  private constructor(child: ChildProcess, url: string, exit: Promise<Exit>) {
    this.#child = child
    this.url = url
    this.#exit = exit
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
  }

  /** What the server has logged so far. */
  get stderr(): string {
    return this.#stderr
  }

  /** @param wrapper a program that runs what follows it */
  static async start(args: readonly string[], wrapper: readonly string[] = []): Promise<ServedMillrace> {
    const [program, ...rest] = [...wrapper, process.execPath, main, 'serve', '--port', '0', ...args]
    const child = spawn(program!, rest, {
      env: environment({}),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const exit = once(child, 'exit') as Promise<Exit>
    const [line] = await Promise.race([
      once(child.stdout, 'data'),
      exit.then(() => ['ended before it was ready']),
    ])
    const ready = /^millrace ready on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line))
    if (ready?.[1] === undefined) throw new Error(String(line))
    return new ServedMillrace(child, ready[1], exit)
  }

  /** Sends a signal and waits for the end. @returns the exit status, null when the signal itself ended it */
  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    this.#child.kill(signal)
    return (await this.#exit)[0]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL')
  }
}

/** A folder that goes with the test: `using`. */
export function scratchFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'millrace-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
