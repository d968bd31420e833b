import type { Clock, Random } from '../base/index.ts'
import type { HttpClient } from '../http-client/index.ts'
import { functionTimedOut, functionUnknown, payloadTooLarge } from './errors.ts'
import { type FunctionReference, parseFunctionReference } from './function-reference.ts'
import { type FunctionSettings, timeoutMsMax } from './function-settings.ts'
import { HttpFunction } from './http-function.ts'
import { type LambdaFunction, requestSizeMax } from './lambda-function.ts'
import { ModuleFunction } from './module-function.ts'

export interface InvokeOptions {
  /** The function's own limit holds too. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

interface Configured {
  readonly lambda: LambdaFunction
  readonly timeoutMs: number
}

/**
 * The Lambda functions that this server can call, by name. What invokes one (a transformation of Firehose, a subscription of SNS)
 * does not know where it runs.
 */
export class Functions {
  readonly #configured = new Map<string, Configured>()
  readonly #clock: Clock

  /** @param settings by name; `name:alias` is for the calls with that alias or version, `name` for all others */
  constructor(
    settings: Readonly<Record<string, FunctionSettings>>,
    { clock, random, http }: { clock: Clock; random: Random; http: HttpClient },
  ) {
    this.#clock = clock
    for (const [name, one] of Object.entries(settings)) {
      const lambda = 'url' in one ? new HttpFunction(name, one, http) : new ModuleFunction(name, one, random)
      this.#configured.set(name, { lambda, timeoutMs: one.timeoutMs ?? timeoutMsMax })
    }
  }

  /** Whether a name or ARN is that of a function that can be called. */
  has(reference: string): boolean {
    const parsed = parseFunctionReference(reference)
    return parsed !== undefined && this.#find(parsed) !== undefined
  }

  /**
   * Calls a function and waits for its answer.
   * @param reference a name or ARN, with an alias or version or without
   * @param payload JSON text
   * @returns JSON text, in a buffer of its own
   * @throws CodedError FUNCTION_…; the signal's reason when that has ended the call
   */
  async invoke(reference: string, payload: Uint8Array, options: InvokeOptions): Promise<Buffer> {
    const parsed = parseFunctionReference(reference)
    const found = parsed && this.#find(parsed)
    if (parsed === undefined || found === undefined) throw functionUnknown(reference)
    if (payload.byteLength > requestSizeMax) {
      throw payloadTooLarge(`the event for ${reference}`, payload.byteLength, requestSizeMax)
    }
    const timeoutMs = Math.min(options.timeoutMs, found.timeoutMs)
    return await this.#within(timeoutMs, functionTimedOut(parsed.name, timeoutMs), options.signal, (signal) =>
      found.lambda.invoke({
        payload,
        signal,
        timeoutMs,
        ...(reference.startsWith('arn:') && { invokedArn: reference }),
        ...(parsed.qualifier !== undefined && { qualifier: parsed.qualifier }),
      }),
    )
  }

  async close(): Promise<void> {
    await Promise.all([...this.#configured.values()].map(({ lambda }) => lambda.close()))
  }

  #find({ name, qualifier }: FunctionReference): Configured | undefined {
    return this.#configured.get(`${name}:${qualifier}`) ?? this.#configured.get(name)
  }

  async #within<T>(
    timeoutMs: number,
    timedOut: Error,
    given: AbortSignal | undefined,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const over = new AbortController()
    const done = new AbortController()
    const end = () => over.abort(given?.reason)
    given?.throwIfAborted()
    given?.addEventListener('abort', end)
    void this.#clock.sleep(timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) over.abort(timedOut)
    })
    try {
      return await run(over.signal)
    } catch (error) {
      over.signal.throwIfAborted()
      throw error
    } finally {
      done.abort()
      given?.removeEventListener('abort', end)
    }
  }
}
