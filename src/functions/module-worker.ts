/*
 * Runs in a thread of a pool: one call of a function at a time, in the form of Lambda's Node runtimes.
 * It imports nothing of ours, so that a thread starts in a third of the time; the functions live in real time.
 */
import { Console } from 'node:console'
import { pathToFileURL } from 'node:url'
import type { ModuleAnswer, ModuleCall } from './module-call.ts'

type Callback = (error: unknown, result?: unknown) => void
type Handler = (event: unknown, context: object, callback: Callback) => unknown

/* Standard output belongs to the server: its ready line is read by programs. */
globalThis.console = new Console(process.stderr, process.stderr)

export default async function runCall(call: ModuleCall): Promise<ModuleAnswer> {
  try {
    const handler = await handlerOf(call)
    const event: unknown = JSON.parse(Buffer.from(call.payload.buffer).toString('utf8'))
    const result = await callHandler(handler, event, contextOf(call))
    return new TextEncoder().encode(JSON.stringify(result ?? null))
  } catch (error) {
    return { error: described(error) }
  }
}

/** The module is loaded once in a thread, and keeps its state between calls as in Lambda. */
async function handlerOf({ module, handler }: ModuleCall): Promise<Handler> {
  const loaded = (await import(pathToFileURL(module).href)) as Readonly<Record<string, unknown>>
  const found = loaded[handler]
  if (typeof found !== 'function') throw new TypeError(`${module} exports no function ${handler}`)
  return found as Handler
}

/** Handlers that take a callback answer by it, all others by what they return. */
function callHandler(handler: Handler, event: unknown, context: object): unknown {
  return new Promise((resolve, reject) => {
    const callback: Callback = (error, result) =>
      error === null || error === undefined ? resolve(result) : reject(error)
    const returned = handler(event, context, callback)
    if (handler.length < 3 || returned instanceof Promise) resolve(returned)
  })
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(call: ModuleCall): object {
  const endSeconds = process.uptime() + call.timeoutMs / 1000
  return {
    functionName: call.functionName,
    functionVersion: call.functionVersion,
    invokedFunctionArn: call.invokedFunctionArn,
    memoryLimitInMB: String(call.memoryMb),
    awsRequestId: call.requestId,
    logGroupName: `/aws/lambda/${call.functionName}`,
    logStreamName: call.functionName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor((endSeconds - process.uptime()) * 1000)),
  }
}

function described(error: unknown): { type: string; message: string } {
  return error instanceof Error
    ? { type: error.name, message: error.message }
    : { type: typeof error, message: String(error) }
}
