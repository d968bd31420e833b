import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import { isBatchOfIds } from './batch.ts'
import { EntriesBody } from './entries-body.ts'
import type { SqsContext } from './operation.ts'
import { addressedArn, openedQueue } from './queue-address.ts'

/* One call's at a time: nothing gives way between its scan and the commit. */
const scanned = new EntriesBody('ReceiptHandle')

const nothing = Buffer.alloc(0)

/** DeleteMessageBatch from the bytes of a JSON body to those of the answer, if every handle is one of the queue's. Else nothing has been done. */
export function deleteBatchBytes(
  request: ApiRequest,
  context: SqsContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scanBatch(request.body)) return undefined
  const ids = scanned.ids()
  if (!isBatchOfIds(ids)) return undefined
  const done = remove(context, call)
  /* Nothing is to be escaped in ids of entries. */
  return (
    done &&
    answer(
      done,
      Buffer.from(`{"Successful":[{"Id":"${ids.join('"},{"Id":"')}"}],"Failed":[]}`, 'latin1'),
      call,
    )
  )
}

/** The same for DeleteMessage, whose answer is empty. */
export function deleteMessageBytes(
  request: ApiRequest,
  context: SqsContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scanned.scanMessage(request.body)) return undefined
  const done = remove(context, call)
  return done && answer(done, nothing, call)
}

function remove({ queues }: SqsContext, call: BytesCall): Promise<void> | undefined {
  const address = { QueueUrl: scanned.queueUrl }
  const queue = openedQueue(address, queues, call.caller)
  if (queue === undefined) return undefined
  call.authorize(addressedArn(address, call.caller))
  return queue.deletePlain(scanned)
}

async function answer(done: Promise<void>, body: Buffer, { protocol }: BytesCall): Promise<ApiResponse> {
  await done
  return { status: 200, headers: { 'content-type': protocol.contentType }, body }
}
