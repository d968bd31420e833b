import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readyLine = /ready on (http:\/\/127\.0\.0\.1:(\d+))/
/** Far beyond any target: a start that takes longer is a hang. */
const readyWithinMs = 30_000
const stopWithinMs = 30_000
const stderrKept = 8192

/** A server in a process of its own, from its ready line to its end: Millrace or a floor. */
export class StartedServer {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** From the spawn to the ready line. */
  readonly readyMs: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string, readyMs: number) {
    this.#child = child
    this.pid = child.pid as number
    this.url = url
    this.port = Number(new URL(url).port)
    this.readyMs = readyMs
  }

  /**
   * Runs `node <args>` in the project's folder and waits for its ready line.
   * @param killAfterMs for the crash tests: `kill -9` this long after the spawn, ready or not
   * @throws Error with what the process wrote to stderr, if it ends or hangs before it is ready
   */
  static async start(
    args: readonly string[],
    { killAfterMs }: { killAfterMs?: number } = {},
  ): Promise<StartedServer> {
    const startedMs = performance.now()
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: ownEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs ?? readyWithinMs)
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-stderrKept)
    })
    try {
      const url = await readyUrl(child)
      return new StartedServer(child, url, performance.now() - startedMs)
    } catch (cause) {
      throw new Error(`node ${args.join(' ')} was not ready: ${stderr}`, { cause })
    } finally {
      clearTimeout(timer)
    }
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Asks the server to stop. @returns its exit code */
  async stop(): Promise<number | null> {
    if (!this.running) return this.#child.exitCode
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopWithinMs)
    this.#child.kill('SIGTERM')
    await once(this.#child, 'exit')
    clearTimeout(timer)
    return this.#child.exitCode
  }

  /** `kill -9`. Resolves when the process is gone. */
  async kill(): Promise<void> {
    if (!this.running) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }
}

/** Without Millrace's own variables: with MILLRACE_DURABILITY=os somewhere, every figure would be another one. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MILLRACE_')))
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-stderrKept)
      const ready = readyLine.exec(stdout)
      if (ready?.[1] !== undefined) resolve(ready[1])
    })
    child.once('exit', (code, signal) => reject(new Error(`ended with ${code ?? signal}`)))
    child.once('error', reject)
  })
}

/** The arguments that start Millrace from its sources on a free port. */
export function millraceArgs(directory: string, ...more: string[]): string[] {
  return ['src/cli/main.js', 'serve', '--port', '0', '--data', directory, ...more]
}
