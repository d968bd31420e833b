import { readFileSync } from 'node:fs'
import { type ClientName, wholeClients } from './suites.ts'

const repository = new URL('../../', import.meta.url)

/** The services whose operations every whole client calls, with the titles that they have in docs/api-status.md. */
export const calledServices = {
  kinesis: 'Kinesis Data Streams',
  sqs: 'SQS',
  sns: 'SNS',
  firehose: 'Firehose',
} as const
export type CalledService = keyof typeof calledServices

/** The operations of a service that docs/api-status.md says work. */
export function workingOperations(service: CalledService): string[] {
  const document = readFileSync(new URL('docs/api-status.md', repository), 'utf8')
  const section = document.split(/^## /m).find((text) => text.startsWith(calledServices[service])) ?? ''
  return [...section.matchAll(/^\| (\w+) +\| yes +\|/gm)].map(([, operation]) => operation ?? '')
}

/**
 * Queues over streams are in botocore since 1.44.5 at the latest, and in no other of these clients: neither in the versions here nor in
 * the newest there were when this was written (JavaScript 3.1143.0, Java 2.57.8, Go 1.56.13, version 1 of the aws CLI 1.46.3).
 */
const inPythonOnly: Partial<Record<CalledService, RegExp>> = { kinesis: /Queue/ }

/** The clients that call every operation of a service. */
export const clientsOf: Readonly<Record<CalledService, readonly ClientName[]>> = {
  kinesis: wholeClients,
  sqs: wholeClients,
  sns: ['boto3', 'JavaScript'],
  firehose: ['boto3', 'JavaScript'],
}

/** What needs a phone, a device or an endpoint that answers is tried against stand-ins of these, in test/sns-layer. */
const elsewhere: Partial<Record<CalledService, RegExp>> = {
  sns: /Platform|Endpoint|SMS|Phone|Origination|DataProtection|ConfirmSubscription/,
}

/** The operations that a client has, of those that docs/api-status.md says work. */
export function callableOperations(client: ClientName, service: CalledService): string[] {
  if (!clientsOf[service].includes(client)) return []
  const isLacking = (name: string) => client !== 'boto3' && inPythonOnly[service]?.test(name) === true
  const isElsewhere = (name: string) => elsewhere[service]?.test(name) === true
  return workingOperations(service).filter((name) => !isLacking(name) && !isElsewhere(name))
}

/** Those of all services and clients, as `answeredCalls` names them. */
export function workingCalls(client: ClientName = 'boto3'): string[] {
  const services = Object.keys(calledServices) as CalledService[]
  return services.flatMap((service) =>
    callableOperations(client, service).map((name) => `${service} ${name}`),
  )
}

/** How often each operation, by service and name, was answered with 200 since the server's start, by its metrics. */
export async function answeredCalls(endpoint: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${endpoint}/metrics`)).text()
  const calls = new Map<string, number>()
  for (const [, labels = '', count] of text.matchAll(/^millrace_http_requests_total\{(.*)\} (\d+)$/gm)) {
    const [, service, operation] = /service="(\w+)".*operation="(\w+)"/.exec(labels) ?? []
    if (operation === undefined || !labels.includes('status="200"')) continue
    calls.set(`${service} ${operation}`, Number(count))
  }
  return calls
}

/** Which client has called what, and was answered with success. */
export class CallTable {
  readonly #byClient = new Map<string, Map<string, number>>()

  add(client: string, before: Map<string, number>, after: Map<string, number>): void {
    const calls = this.#byClient.get(client) ?? new Map<string, number>()
    for (const [operation, count] of after) {
      const more = count - (before.get(operation) ?? 0)
      if (more > 0) calls.set(operation, (calls.get(operation) ?? 0) + more)
    }
    this.#byClient.set(client, calls)
  }

  /** Those of `operations` that the client has not called; none for a client that was not run. */
  missing(client: string, operations: readonly string[]): string[] {
    const calls = this.#byClient.get(client)
    return calls === undefined ? [] : operations.filter((operation) => !calls.has(operation))
  }

  /** Operations down, clients across, successful calls in the cells. */
  text(operations: readonly string[]): string {
    const width = Math.max(...operations.map((operation) => operation.length))
    const clients = [...this.#byClient]
    const line = (name: string, cells: string[]) =>
      [name.padEnd(width), ...cells.map((cell, i) => cell.padStart(clients[i]?.[0].length ?? 0))].join('  ')
    return [
      line(
        '',
        clients.map(([client]) => client),
      ),
      ...operations.map((operation) =>
        line(
          operation,
          clients.map(([, calls]) => String(calls.get(operation) ?? '')),
        ),
      ),
    ].join('\n')
  }
}
