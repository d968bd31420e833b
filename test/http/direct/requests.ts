/** A request of the usual kind. */
export function post(body: string, ...lines: string[]): string {
  return head(body.length, ...lines) + body
}

export function head(contentLength: number, ...lines: string[]): string {
  const all = ['Host: x', `Content-Length: ${contentLength}`, ...lines]
  return `POST / HTTP/1.1\r\n${all.map((line) => `${line}\r\n`).join('')}\r\n`
}

/** Lets the event loop go round, so that what was sent within this process has come. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

/** What a server holds when nothing is under way, but for the connection that asks. */
export const nothingHeld = { connections: 1, requests: 0, streams: 0, bodyBytes: 0 }

/** What the server counts now. */
export async function held(port: number): Promise<typeof nothingHeld> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: 'close' } })
  const text = await answer.text()
  const gauge = (name: string) => Number(new RegExp(`^millrace_http_${name} (\\d+)$`, 'm').exec(text)?.[1])
  return {
    connections: gauge('connections'),
    requests: gauge('requests_under_way'),
    streams: gauge('streams'),
    bodyBytes: gauge('body_memory_bytes'),
  }
}

/** Resolves when the server holds nothing any more; a server that never comes to it ends the test by its time. */
export async function untilNothingHeld(port: number): Promise<void> {
  const wanted = JSON.stringify(nothingHeld)
  while (JSON.stringify(await held(port)) !== wanted) await turns(10)
}

/** An API that waits to be opened, and says when it was called. */
export function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  return { opened, open, arrived, arrive }
}
