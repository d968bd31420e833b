import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import { answerWith } from './json-answer.ts'
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
  const found = opened.find(scanned.queueUrl, call.caller)
  if (found === undefined) return undefined
  call.authorize(found.arn)
  const json = new ReceivedJson()
  const received = found.queue.receivePlain(scanned.countMax, scanned.visibilityTimeout, json)
  if (received !== undefined) {
    const { bytes, release } = json.take()
    return answerWith(bytes, received, call, release)
  }
  json.drop()
  return undefined
}
