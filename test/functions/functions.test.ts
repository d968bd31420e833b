import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { ManualClock, systemRandom } from '../../src/base/index.ts'
import {
  type FunctionSettings,
  Functions,
  requestSizeMax,
  responseSizeMax,
} from '../../src/functions/index.ts'
import { HttpClient } from '../../src/http-client/index.ts'

const clock = new ManualClock()
const modules = fileURLToPath(new URL('example-functions.mjs', import.meta.url))
const timeoutMs = 60_000
const http = new HttpClient({ clock, allowPrivateAddresses: true })
const opened: { close(): unknown }[] = [http]

afterAll(async () => {
  for (const one of opened) await one.close()
})

function functionsOf(settings: Record<string, FunctionSettings>): Functions {
  const functions = new Functions(settings, { clock, random: systemRandom, http })
  opened.push(functions)
  return functions
}

/* One for all that a thread has to start for: a start takes a tenth of a second. */
const moduleFunctions = functionsOf({
  all: { module: modules, handler: 'all', environment: { GREETING: 'hello' } },
})

async function invoke(functions: Functions, name: string, event: unknown = {}): Promise<unknown> {
  const answer = await functions.invoke(name, Buffer.from(JSON.stringify(event)), { timeoutMs })
  return JSON.parse(answer.toString())
}

const coded = (code: string, message: string | RegExp, retryable = expect.any(Boolean)) =>
  expect.objectContaining({ code, retryable, message: expect.stringMatching(message) })

test('a module answers by what its handler returns or gives to its callback', async () => {
  expect(await invoke(moduleFunctions, 'all', { echo: ['ü', 1] })).toEqual(['ü', 1])
  expect(await invoke(moduleFunctions, 'all', { callback: 5 })).toEqual({ given: 5 })
})

test('a module sees the context and the environment that Lambda would give it', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:all:live'
  expect(await invoke(moduleFunctions, arn, { context: true })).toEqual({
    functionName: 'all',
    functionVersion: 'live',
    invokedFunctionArn: arn,
    memoryLimitInMB: '128',
    remaining: expect.any(Number),
    greeting: 'hello',
  })
})

test('events and answers have at most the 6 MB of Lambda', async () => {
  const large = Buffer.alloc(requestSizeMax + 1, ' ')
  await expect(moduleFunctions.invoke('all', large, { timeoutMs })).rejects.toEqual(
    coded('FUNCTION_PAYLOAD_TOO_LARGE', 'the event for all has 6291457 bytes, and may have 6291456', false),
  )
  await expect(invoke(moduleFunctions, 'all', { large: responseSizeMax - 1 })).rejects.toEqual(
    coded('FUNCTION_PAYLOAD_TOO_LARGE', 'the answer of all has 6291557 bytes'),
  )
})

test('what a module throws is a failure of the function', async () => {
  await expect(invoke(moduleFunctions, 'all', { fails: 'no' })).rejects.toEqual(
    coded('FUNCTION_FAILED', 'the function all failed: RangeError: no$', true),
  )
})

test('a call whose module ends its thread fails, and the next one works', async () => {
  await expect(invoke(moduleFunctions, 'all', { exit: 3 })).rejects.toEqual(
    coded('FUNCTION_FAILED', 'Runtime.ExitError'),
  )
  expect(await invoke(moduleFunctions, 'all', { echo: 1 })).toBe(1)
})

test('a call that takes too long ends with its thread, and the one that waited behind it is served', async () => {
  const slow = invoke(moduleFunctions, 'all', { forever: true })
  const next = moduleFunctions.invoke('all', Buffer.from('{"echo":2}'), { timeoutMs: 2 * timeoutMs })
  const refusal = expect(slow).rejects.toEqual(
    coded('FUNCTION_TIMED_OUT', 'all has not answered within 60000 ms', true),
  )
  await new Promise((resolve) => setImmediate(resolve))
  clock.advance(timeoutMs)
  await refusal
  expect((await next).toString()).toBe('2')
})

test('a signal ends a call with its reason', async () => {
  const stop = new AbortController()
  const payload = Buffer.from('{"forever":true}')
  const call = moduleFunctions.invoke('all', payload, { timeoutMs, signal: stop.signal })
  stop.abort(new Error('enough'))
  await expect(call).rejects.toThrow('enough')
})

test('a name that is not configured is refused, and an alias of its own goes before the name', async () => {
  const functions = functionsOf({
    'fn:v2': { url: await endpoint(() => ({ body: '2' })) },
    fn: { url: await endpoint(() => ({ body: '1' })) },
  })
  expect(functions.has('123456789012:function:fn')).toBe(true)
  expect(functions.has('other')).toBe(false)
  expect(functions.has('arn:aws:s3:::fn')).toBe(false)
  expect([await invoke(functions, 'fn:v2'), await invoke(functions, 'fn:v1')]).toEqual([2, 1])
  await expect(invoke(functions, 'other')).rejects.toEqual(
    coded('FUNCTION_UNKNOWN', 'no function other is configured'),
  )
})

interface Answer {
  readonly status?: number
  readonly error?: string
  readonly body: string
}

async function endpoint(
  answer: (request: IncomingMessage, body: string) => Answer | undefined,
): Promise<string> {
  const server: Server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const given = answer(request, body.toString())
      if (given === undefined) return
      const headers = given.error === undefined ? {} : { 'X-Amz-Function-Error': given.error }
      response.writeHead(given.status ?? 200, headers).end(given.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push({
    close() {
      server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('an endpoint is called by the Invoke API, with the qualifier and its own headers', async () => {
  const seen: string[] = []
  const url = await endpoint(({ url, headers }, body) => {
    seen.push(`${url} ${headers['x-amz-invocation-type']} ${headers['x-key']} ${body}`)
    return { body: '{"ok":1}' }
  })
  const rie = `${url}/2015-03-31/functions/function/invocations`
  const functions = functionsOf({ fn: { url, headers: { 'x-key': 'k' } }, rie: { url: rie } })
  expect(await invoke(functions, 'fn:7', { a: 1 })).toEqual({ ok: 1 })
  expect(await invoke(functions, 'rie')).toEqual({ ok: 1 })
  expect(seen).toEqual([
    '/2015-03-31/functions/fn/invocations?Qualifier=7 RequestResponse k {"a":1}',
    '/2015-03-31/functions/function/invocations RequestResponse undefined {}',
  ])
})

test.each<[Answer, ReturnType<typeof coded>]>([
  [
    { error: 'Unhandled', body: '{"errorType":"KeyError","errorMessage":"x","trace":[]}' },
    coded('FUNCTION_FAILED', 'failed: KeyError: x$', true),
  ],
  [{ error: 'Unhandled', body: 'gone' }, coded('FUNCTION_FAILED', 'failed: Error: gone$', true)],
  [{ status: 429, body: 'slow' }, coded('FUNCTION_BUSY', 'status 429 slow', true)],
  [{ status: 404, body: '' }, coded('FUNCTION_UNKNOWN', 'no function fn', false)],
  [{ status: 403, body: 'no' }, coded('FUNCTION_NOT_INVOKED', 'status 403 no', false)],
  [{ status: 502, body: '' }, coded('FUNCTION_NOT_INVOKED', 'status 502', true)],
  [
    { body: ' '.repeat(responseSizeMax + 1) },
    coded('FUNCTION_PAYLOAD_TOO_LARGE', 'the answer of fn has more, and may have 6291556', false),
  ],
])('an answer of an endpoint that is no result is refused (%#)', async (answer, expected) => {
  const functions = functionsOf({ fn: { url: await endpoint(() => answer) } })
  await expect(invoke(functions, 'fn')).rejects.toEqual(expected)
})

test('an endpoint at a private address is not called where these are kept from, and the call is not worth another', async () => {
  const guarded = new HttpClient({ clock, allowPrivateAddresses: false })
  const functions = new Functions(
    { fn: { url: await endpoint(() => ({ body: '1' })) } },
    { clock, random: systemRandom, http: guarded },
  )
  await expect(invoke(functions, 'fn')).rejects.toEqual(
    coded('FUNCTION_NOT_INVOKED', 'may not be connected to', false),
  )
})

test('an endpoint that is not there or does not answer ends the call', async () => {
  const functions = functionsOf({
    gone: { url: 'http://127.0.0.1:1' },
    silent: { url: await endpoint(() => undefined), timeoutMs: 1000 },
  })
  await expect(invoke(functions, 'gone')).rejects.toEqual(coded('FUNCTION_NOT_INVOKED', 'ECONNREFUSED', true))
  const call = expect(invoke(functions, 'silent')).rejects.toEqual(
    coded('FUNCTION_TIMED_OUT', 'within 1000 ms'),
  )
  await new Promise((resolve) => setImmediate(resolve))
  clock.advance(1000)
  await call
})
