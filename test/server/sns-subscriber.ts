import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Posted {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An HTTP endpoint of a subscriber, that answers as it is told. */
export interface Subscriber {
  readonly url: string
  readonly posted: Posted[]
  /** The status of the next answers, the last of them for all others too; 0 hangs. */
  answers: number[]
  /** Resolves with the next post that has come and nobody has looked at. */
  next(): Promise<Posted>
  close(): Promise<void>
}

export async function startSubscriber(): Promise<Subscriber> {
  const waiting: ((posted: Posted) => void)[] = []
  const unseen: Posted[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const posted = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      subscriber.posted.push(posted)
      const status = subscriber.answers.length > 1 ? subscriber.answers.shift()! : subscriber.answers[0]!
      if (status !== 0) response.writeHead(status).end()
      const look = waiting.shift()
      if (look === undefined) unseen.push(posted)
      else look(posted)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const subscriber: Subscriber = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted: [],
    answers: [200],
    next() {
      const posted = unseen.shift()
      return posted === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(posted)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return subscriber
}
