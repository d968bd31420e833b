import type { ReceivedRecord, RecordKind, StreamQueues } from '../../../stream-queues/index.ts'
import type { Caller } from '../../caller.ts'
import { defineOperation } from '../operation.ts'
import type { QueueRecord, ReceiveQueueRecordsInput } from '../shapes.ts'
import { openQueue, queueArn } from './queue-address.ts'

/** Source: API reference of ReceiveQueueRecords. */
const recordsDefault = 10
const waitSecondsDefault = 9

interface ReceiveCall {
  readonly caller: Caller
  readonly signal: AbortSignal
  beginToWait(): void
}

/**
 * Receives up to 10 records; waits for one if none is there.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ReceiveQueueRecords.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const receiveQueueRecords = defineOperation({
  name: 'ReceiveQueueRecords',
  access: { action: 'kinesis:ReceiveQueueRecords', resource: queueArn },
  run: (input, { queues }, call) => receive('live', input, queues, call),
})

/**
 * The same of records that were received too often.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ReceiveDeadLetterQueueRecords.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const receiveDeadLetterQueueRecords = defineOperation({
  name: 'ReceiveDeadLetterQueueRecords',
  access: { action: 'kinesis:ReceiveDeadLetterQueueRecords', resource: queueArn },
  run: (input, { queues }, call) => receive('dead', input, queues, call),
})

async function receive(
  kind: RecordKind,
  input: ReceiveQueueRecordsInput,
  queues: StreamQueues,
  call: ReceiveCall,
): Promise<{ QueueRecords: QueueRecord[] }> {
  const queue = await openQueue(input, queues, call.caller)
  const request = {
    kind,
    countMax: input.Limit ?? recordsDefault,
    waitTimeSeconds: input.WaitTimeSeconds ?? waitSecondsDefault,
    visibilityTimeout: input.VisibilityTimeoutSeconds,
  }
  if (request.waitTimeSeconds > 0) call.beginToWait()
  const records = await queue.receive(request, call.signal)
  return { QueueRecords: records.map(describeRecord) }
}

/** AWS calls RecordId opaque, the same in all queues of a stream. Here it is the record's sequence number, by which GetRecords finds it. */
function describeRecord(record: ReceivedRecord): QueueRecord {
  return {
    ReceiptHandle: record.receiptHandle,
    RecordId: record.sequenceNumber,
    ...(record.key !== undefined && { PartitionKey: record.key }),
    Data: record.data,
    ApproximateArrivalTimestamp: record.arrivalMs,
    FirstReceiveTimestamp: record.firstReceivedMs,
    ReceiveCount: record.receiveCount,
  }
}
