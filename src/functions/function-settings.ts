/** A function behind Lambda's Invoke API: Lambda itself, its runtime interface emulator, SAM, or a server of one's own. */
export interface HttpFunctionSettings {
  /** The endpoint, or with `/2015-03-31/functions/…/invocations` the whole address. */
  readonly url: string
  /** Sent with each call, as a token for a gateway. */
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

/** A function in a file of this machine, in the form that Lambda's Node runtimes take. */
export interface ModuleFunctionSettings {
  /** The module's absolute path. */
  readonly module: string
  /** The exported function. */
  readonly handler: string
  readonly environment?: Readonly<Record<string, string>>
  /** How many calls run at once, each in a thread of its own. */
  readonly concurrency?: number
  /** Of one thread's heap. */
  readonly memoryMb?: number
  readonly timeoutMs?: number
}

export type FunctionSettings = HttpFunctionSettings | ModuleFunctionSettings

/** The longest that Lambda lets a function run. Source: the quotas page, "Function timeout". */
export const timeoutMsMax = 900_000
/** Lambda's own default and greatest sizes of memory start here and end there. */
export const memoryMb = { min: 16, max: 10_240, standard: 128 } as const
export const concurrency = { min: 1, max: 256, standard: 1 } as const
