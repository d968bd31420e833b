/** What the middleware of the SDK hands on, as far as it is needed here. */
export interface SdkRequest {
  readonly headers: Record<string, string>
  body: unknown
}

export interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  body: unknown
}

/** A command of the SDK, as far as it is needed here. */
export interface SdkCommand {
  readonly middlewareStack: object
}

type Handler = (args: { readonly request: SdkRequest }) => Promise<{ readonly response: SdkResponse }>

interface Stack {
  add(
    middleware: (next: Handler) => Handler,
    options: { readonly step: string; readonly priority: string },
  ): void
}

/** What is done with each attempt of a command. */
interface Hooks {
  /** Before the request gets its length and its signature. Once for all attempts. */
  request(request: SdkRequest): void
  /** Before the SDK makes an output or an error of the response. */
  response(response: SdkResponse): Promise<void> | void
}

export function addHooks(command: SdkCommand, { request, response }: Hooks): void {
  const stack = command.middlewareStack as Stack
  stack.add(
    (next) => (args) => {
      request(args.request)
      return next(args)
    },
    { step: 'build', priority: 'high' },
  )
  stack.add(
    (next) => async (args) => {
      const result = await next(args)
      await response(result.response)
      return result
    },
    { step: 'deserialize', priority: 'low' },
  )
}
