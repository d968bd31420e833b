import type { ReceiveRequest } from '../../sqs-layer/index.ts'
import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import type { SqsContext } from './operation.ts'
import { addressedArn, openedQueue } from './queue-address.ts'
import { countRange, waitRange } from './receive-ranges.ts'
import { ReceivedJson } from './received-json.ts'
import { visibilityRange } from './visibility.ts'

/** Larger bodies ask for more than a plain receive does. */
const bodySizeMax = 1024

interface PlainInput extends ReceiveRequest {
  readonly QueueUrl: string
}

/**
 * ReceiveMessage for who wants to know nothing of messages but what every answer has, from messages that are there, as bytes in the frames
 * of the log, to the bytes of the answer. What is unusual or wrong is left to the general path, with nothing done, and so is an empty queue.
 */
export function receiveBytes(
  request: ApiRequest,
  { queues }: SqsContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  const input = call.protocol.name === 'json' ? plainInput(request.body) : undefined
  const queue = input && openedQueue(input, queues, call.caller)
  if (queue === undefined) return undefined
  call.authorize(addressedArn(input!, call.caller))
  const json = new ReceivedJson()
  const received = queue.receivePlain(input!, json)
  if (received !== undefined) return answer(received, json, call)
  json.drop()
  return undefined
}

async function answer(
  done: Promise<void>,
  json: ReceivedJson,
  { protocol }: BytesCall,
): Promise<ApiResponse> {
  const { bytes, release } = json.take()
  await done
  return { status: 200, headers: { 'content-type': protocol.contentType }, body: bytes, release }
}

/** @returns undefined for an input that asks for more, or may be wrong */
function plainInput(body: Buffer): PlainInput | undefined {
  const input = body.length <= bodySizeMax ? parsed(body) : undefined
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined
  const request = { QueueUrl: '', countMax: 1 }
  for (const [name, value] of Object.entries(input)) {
    if (!readMember(request, name, value)) return undefined
  }
  return request.QueueUrl === '' ? undefined : request
}

/** A whole number or a text in ASCII means the same in Latin-1 and in UTF-8. Other texts are addresses of no queue. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('latin1'))
  } catch {
    return undefined
  }
}

function readMember(
  request: { QueueUrl: string; countMax: number; visibilityTimeout?: number; waitTimeSeconds?: number },
  name: string,
  value: unknown,
): boolean {
  switch (name) {
    case 'QueueUrl':
      request.QueueUrl = typeof value === 'string' ? value : ''
      return request.QueueUrl !== ''
    case 'MaxNumberOfMessages':
      request.countMax = value as number
      return isWithin(value, countRange)
    case 'VisibilityTimeout':
      request.visibilityTimeout = value as number
      return isWithin(value, visibilityRange)
    case 'WaitTimeSeconds':
      return isWithin(value, waitRange)
    case 'AttributeNames':
    case 'MessageSystemAttributeNames':
    case 'MessageAttributeNames':
      return Array.isArray(value) && value.length === 0
    default:
      return false
  }
}

interface Range {
  readonly min: number
  readonly max: number
}

function isWithin(value: unknown, { min, max }: Range): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}
