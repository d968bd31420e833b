import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import { EntriesBody } from './entries-body.ts'
import { jsonAnswer, shortAnswer } from './json-answer.ts'
import { copyBytes } from './json-bytes.ts'
import type { SqsContext } from './operation.ts'

/* One call's at a time: nothing gives way between its scan and the commit. */
const scanned = new EntriesBody('ReceiptHandle')

const head = Buffer.from('{"Successful":[{"Id":"')
const between = Buffer.from('"},{"Id":"')
const end = Buffer.from('"}],"Failed":[]}')

/** DeleteMessageBatch from the bytes of a JSON body to those of the answer, if every handle is one of the queue's. Else nothing has been done. */
export function deleteBatchBytes(
  request: ApiRequest,
  context: SqsContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scanBatch(request.body)) return undefined
  if (!scanned.hasGoodIds) return undefined
  return remove(context, call, deletedJson)
}

/** The same for DeleteMessage, whose answer is empty. */
export function deleteMessageBytes(
  request: ApiRequest,
  context: SqsContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scanMessage(request.body)) return undefined
  return remove(context, call, nothing)
}

const nothing = () => ''

/** @param bodyOf the body of the answer */
function remove(
  { opened }: SqsContext,
  call: BytesCall,
  bodyOf: () => string,
): Promise<ApiResponse> | undefined {
  const found = scanned.queueIn(opened, call.caller)
  if (found === undefined) return undefined
  call.authorize(found.arn)
  return found.queue.deletePlain(scanned, () => jsonAnswer(call, bodyOf()))
}

/** In ASCII, with nothing to escape: ids of entries are letters, digits, hyphens and underscores. */
function deletedJson(): string {
  const bytes = shortAnswer
  let at = copyBytes(bytes, 0, head, 0, head.length)
  for (let i = 0; i < scanned.count; i++) {
    if (i > 0) at = copyBytes(bytes, at, between, 0, between.length)
    at = scanned.writeId(i, bytes, at)
  }
  at = copyBytes(bytes, at, end, 0, end.length)
  return bytes.toString('latin1', 0, at)
}
