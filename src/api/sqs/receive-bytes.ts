import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import type { SqsContext } from './operation.ts'
import { ReceiveBody } from './receive-body.ts'
import { ReceivedJson } from './received-json.ts'

/* One call's at a time: nothing gives way between its scan and the commit. */
const scanned = new ReceiveBody()

/**
 * ReceiveMessage for who wants to know nothing of messages but what every answer has, from messages that are there, as bytes in the frames
 * of the log, to the bytes of the answer. What is unusual or wrong is left to the general path, with nothing done, and so is an empty queue.
 */
export function receiveBytes(
  request: ApiRequest,
  { opened }: SqsContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scan(request.body)) return undefined
  const found = scanned.queueIn(opened, call.caller)
  if (found === undefined) return undefined
  call.authorize(found.arn)
  const json = new ReceivedJson(call)
  const received = found.queue.receivePlain(scanned.countMax, scanned.visibilityTimeout, json)
  if (received === undefined) json.drop()
  return received
}
