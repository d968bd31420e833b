import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { eventOf, type ShardEvent } from './shard-history.ts'

/** A process with a worker of the KCL. Ends only by `kill`, as a machine ends that loses its power. */
export class KclWorker {
  readonly #process

  constructor(javaArgs: readonly string[], onEvent: (event: ShardEvent) => void) {
    this.#process = spawn('java', javaArgs, { stdio: ['ignore', 'pipe', 'inherit'] })
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      const event = eventOf('KCL', line)
      if (event !== undefined) onEvent(event)
    })
  }

  /** Resolves when it is gone, and all that it has printed was read. */
  async kill(): Promise<void> {
    const closed = once(this.#process, 'close')
    if (this.#process.kill('SIGKILL')) await closed
  }
}
