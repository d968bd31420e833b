import { type Queue, type QueueName, type Queues, queueArnOf, queueNotFound } from '../../sqs-layer/index.ts'
import { type ApiRequest, originOf } from '../api-request.ts'
import type { Caller } from '../caller.ts'
import { sqsError } from './errors.ts'

/** The member by which inputs name a queue. */
interface QueueAddress {
  readonly QueueUrl: string
}

interface CallPlace {
  readonly caller: Caller
  readonly origin: string
}

/*
 * The region is that of the signature. The host is not looked at: it is whatever name the server was reached by when the
 * caller was told the address.
 */
const queueUrl = /^(?:https?:\/\/[^/?#]+)?\/(\d{12})\/([A-Za-z0-9_-]{1,80}(?:\.fifo)?)\/?$/
const queuePath = /^\/\d{12}\/[^/?#]+/

/**
 * The queue that an input names.
 * @throws InvalidAddress, QUEUE_NOT_FOUND for a queue of another account: none may use one before there is access control
 */
export function queueNameOf({ QueueUrl }: QueueAddress, caller: Caller): QueueName {
  const queue = parseAddress(QueueUrl, caller)
  if (queue === undefined) throw invalidAddress(QueueUrl)
  if (queue.account !== caller.account) throw queueNotFound()
  return queue
}

/** What an address names, whoever it belongs to. @returns undefined for what is no address */
export function parseAddress(url: string, { region }: Caller): QueueName | undefined {
  const [, account, name] = queueUrl.exec(url) ?? []
  return account === undefined || name === undefined ? undefined : { account, region, name }
}

/** The queue that an input names, to send to and receive from. @throws as `queueNameOf`, QUEUE_NOT_FOUND */
export async function openQueue(address: QueueAddress, queues: Queues, caller: Caller): Promise<Queue> {
  const queue = queueNameOf(address, caller)
  return await queues.open(queue, queue.name)
}

/** The resource that access control is asked about: `*` for what is no queue, which the operation refuses. */
export function addressedArn({ QueueUrl }: QueueAddress, caller: Caller): string {
  const queue = parseAddress(QueueUrl, caller)
  return queue === undefined ? '*' : queueArnOf(queue)
}

/** Where a caller finds a queue: on the host by which it has found this server. */
export function queueUrlOf(
  { account, name }: { account: string; name: string },
  { origin }: CallPlace,
): string {
  return `${origin}/${account}/${name}`
}

/** Old clients call the address of a queue itself, and need not say which it is in the parameters. */
export function completeAddress(input: Record<string, unknown>, request: ApiRequest): void {
  if (input.QueueUrl !== undefined || request.path === '/') return
  const path = queuePath.exec(request.path)
  if (path !== null) input.QueueUrl = `${originOf(request)}${path[0]}`
}

/** The text is the one that users have published about addresses of another region. */
const invalidAddress = (address: string) =>
  sqsError('InvalidAddress', `The address ${address.slice(0, 1024)} is not valid for this endpoint.`)
