import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

/** Tables are ready at once. */
const tableTimes = { createTableMs: 1, updateTableMs: 1 }

/** A DynamoDB in this process, for as long as that runs. @returns its endpoint */
export async function startDynamo(cache: string): Promise<string> {
  const dynalite: (options: typeof tableTimes) => Server = createRequire(`${cache}/`)('dynalite')
  const dynamo = dynalite(tableTimes).prependListener('request', keepErrors).listen(0, '127.0.0.1')
  await once(dynamo, 'listening')
  return `http://127.0.0.1:${(dynamo.address() as AddressInfo).port}`
}

/** Dynalite throws, and ends the process, when a client is killed in the middle of a request. */
function keepErrors(request: IncomingMessage): void {
  const on: IncomingMessage['on'] = request.on.bind(request)
  request.on = ((event, listener) =>
    on(event, event === 'error' ? () => undefined : listener)) as IncomingMessage['on']
}
