import { availableParallelism } from 'node:os'
import type { Piscina } from 'piscina'
import { passOnBug, workerFile } from '../../base/index.ts'
import { jobFailed } from './errors.ts'
import type { Jobs } from './jobs.ts'

/** What goes to a thread, made anew for each attempt: what has been transferred is gone. */
export interface JobInput<Task> {
  readonly task: Task
  readonly transferList: ArrayBuffer[]
}

/** Jobs that wait for a thread. Their input is not made before they are handed over, so that one costs nothing. */
const waitingMax = 1000
/** Of one job. A thread that died may have been another's fault (memory of the process), a second time hardly. */
const attemptsMax = 3

/**
 * Threads for what would block this one: jq and the encoding of columns. Started with the first job. A thread that ends takes its
 * job with it, which is done again in another.
 */
export class WorkerPool {
  readonly #threadsMax: number
  readonly #jobsFile: string
  #pool: Promise<Piscina> | undefined
  #closed = false

  /**
   * @param threadsMax one less than there are cores by default: the server's own thread has one
   * @param jobsFile what the threads run, a module that has the Jobs
   */
  constructor(
    threadsMax = Math.max(1, availableParallelism() - 1),
    jobsFile = workerFile('./jobs', import.meta.url),
  ) {
    this.#threadsMax = threadsMax
    this.#jobsFile = jobsFile
  }

  /**
   * @throws CodedError FIREHOSE_JOB_FAILED when the threads it ran in have ended each time
   * @throws what the job itself throws
   */
  async run<Name extends keyof Jobs>(
    name: Name,
    inputOf: () => JobInput<Parameters<Jobs[Name]>[0]> | Promise<JobInput<Parameters<Jobs[Name]>[0]>>,
    signal: AbortSignal,
  ): Promise<Awaited<ReturnType<Jobs[Name]>>> {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted()
      const pool = await this.#threads()
      const { task, transferList } = await inputOf()
      try {
        return await pool.run(task, { name, transferList, signal })
      } catch (error) {
        passOnBug(error)
        signal.throwIfAborted()
        if (this.#closed || attempt >= attemptsMax) throw jobFailed(name, error)
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await (await this.#pool)?.destroy()
  }

  #threads(): Promise<Piscina> {
    this.#pool ??= import('piscina').then(({ Piscina }) => {
      const pool = new Piscina({
        filename: this.#jobsFile,
        minThreads: 1,
        maxThreads: this.#threadsMax,
        maxQueue: waitingMax,
        idleTimeout: 60_000,
      })
      /* Threads that end fail the jobs they had, which say so. */
      pool.on('error', () => undefined)
      return pool
    })
    return this.#pool
  }
}
