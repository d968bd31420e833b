import type { Piscina } from 'piscina'
import { CodedError, hasCode, type Random, workerFile } from '../base/index.ts'
import { functionBusy, functionFailed, payloadTooLarge } from './errors.ts'
import { concurrency, type ModuleFunctionSettings, memoryMb } from './function-settings.ts'
import { type Invocation, type LambdaFunction, responseSizeMax } from './lambda-function.ts'
import type { ModuleAnswer, ModuleCall } from './module-call.ts'

/** Calls that wait for a thread. Each holds its event, of up to 6 MB. */
const waitingMax = 64
/** A thread without work is kept this long: as Lambda keeps its environments for a while. */
const idleMs = 60_000

/** A function in a module of this machine. A call that takes too long ends the thread that it runs in. */
export class ModuleFunction implements LambdaFunction {
  readonly #name: string
  readonly #settings: ModuleFunctionSettings
  readonly #random: Random
  #pool: Promise<Piscina<ModuleCall, ModuleAnswer>> | undefined

  constructor(name: string, settings: ModuleFunctionSettings, random: Random) {
    this.#name = name
    this.#settings = settings
    this.#random = random
  }

  async invoke(invocation: Invocation): Promise<Buffer> {
    this.#pool ??= startPool(this.#name, this.#settings)
    const pool = await this.#pool
    const call = this.#callOf(invocation)
    const options = { signal: invocation.signal, transferList: [call.payload.buffer] }
    const answer = await pool.run(call, options).catch((error: unknown) => {
      throw this.#failure(error as Error)
    })
    if ('error' in answer) throw functionFailed(this.#name, answer.error)
    if (answer.byteLength > responseSizeMax) {
      throw payloadTooLarge(`the answer of ${this.#name}`, answer.byteLength, responseSizeMax)
    }
    return Buffer.from(answer.buffer)
  }

  async close(): Promise<void> {
    const pool = await this.#pool
    await pool?.destroy()
  }

  #callOf({ payload, invokedArn, qualifier, timeoutMs }: Invocation): ModuleCall {
    const { module, handler } = this.#settings
    return {
      functionName: this.#name,
      functionVersion: qualifier ?? '$LATEST',
      invokedFunctionArn: invokedArn ?? `arn:aws:lambda:us-east-1:000000000000:function:${this.#name}`,
      requestId: this.#random.uuid(),
      memoryMb: this.#settings.memoryMb ?? memoryMb.standard,
      timeoutMs,
      module,
      handler,
      /* A copy, which goes to the thread: the caller may call again with what it has. */
      payload: Uint8Array.from(payload),
    }
  }

  /** The thread is gone: out of memory, ended by the module, or the pool is full. */
  #failure(error: Error): Error {
    if (/queue/i.test(error.message) && !(error instanceof CodedError))
      return functionBusy(this.#name, error.message)
    const type = hasCode(error, 'ERR_WORKER_OUT_OF_MEMORY') ? 'Runtime.OutOfMemory' : 'Runtime.ExitError'
    return functionFailed(this.#name, { type, message: error.message })
  }
}

async function startPool(
  name: string,
  settings: ModuleFunctionSettings,
): Promise<Piscina<ModuleCall, ModuleAnswer>> {
  const { Piscina } = await import('piscina')
  const pool = new Piscina<ModuleCall, ModuleAnswer>({
    filename: workerFile('./module-worker', import.meta.url),
    /* One, so that calls which wait get a thread when that of another call was ended. */
    minThreads: 1,
    maxThreads: settings.concurrency ?? concurrency.standard,
    idleTimeout: idleMs,
    maxQueue: waitingMax,
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb ?? memoryMb.standard },
    /* A thread that waits by Atomics stands still: what the module still writes would not come. */
    atomics: 'disabled',
    env: { ...process.env, AWS_LAMBDA_FUNCTION_NAME: name, ...settings.environment },
  })
  /* Threads that end fail the calls they had, which say so. */
  pool.on('error', () => undefined)
  return pool
}
