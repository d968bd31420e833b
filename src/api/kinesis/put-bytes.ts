import { hashKeyWords, parseHashKey } from '../../partitioner/index.ts'
import { callBytesMax, type PutBatch, type Stream, type Streams } from '../../shards/index.ts'
import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import type { KinesisContext } from './operation.ts'
import { putRecordAnswer, putRecordsAnswer } from './put-answers.ts'
import type { PutBody } from './put-body.ts'
import { addressedArn, findStream } from './stream-address.ts'

/** Source: the model of PutRecords. */
const partitionKeyCharactersMax = 256

/* As PutBody: one call's at a time. */
const hashKey = new Uint32Array(hashKeyWords)

/**
 * PutRecords from the bytes of a JSON body to the bytes of the answer, without an object for a record.
 * Takes calls of the common shape that succeed in full, all records admitted; what is unusual,
 * wrong or over a limit is left to the general path, with nothing done.
 */
export function putRecordsBytes(
  request: ApiRequest,
  context: KinesisContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  const { putBody } = context
  if (putBody === undefined || call.protocol.name !== 'json') return undefined
  if (!putBody.load(request.body) || !putBody.scanRecords()) return undefined
  return put(request, context.streams, putBody, call, putRecordsAnswer)
}

/** The same for PutRecord. A call with a SequenceNumberForOrdering is not of the common shape. */
export function putRecordBytes(
  request: ApiRequest,
  context: KinesisContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  const { putBody } = context
  if (putBody === undefined || call.protocol.name !== 'json') return undefined
  if (!putBody.load(request.body) || !putBody.scanRecord()) return undefined
  return put(request, context.streams, putBody, call, putRecordAnswer)
}

type Answer = (batch: PutBatch, memory: Buffer) => Buffer

function put(
  { body }: ApiRequest,
  streams: Streams,
  putBody: PutBody,
  call: BytesCall,
  answer: Answer,
): Promise<ApiResponse> | undefined {
  const address = { StreamName: putBody.streamName, StreamARN: putBody.streamArn }
  const stream = findStream(streams, address, call.caller)
  if (stream === undefined || stream.handedOver !== undefined) return undefined
  call.authorize(addressedArn(address, call.caller))
  const batch = streams.batches.take(stream)
  if (fill(batch, stream, putBody)) return commit(batch, streams, call, (done) => answer(done, body))
  streams.batches.release(batch)
  return undefined
}

/** @returns false for the general path; then no token of a throttle is spent */
function fill(batch: PutBatch, stream: Stream, putBody: PutBody): boolean {
  if (!addRecords(batch, stream, putBody)) return false
  batch.layOut()
  if (batch.refusedCount === 0 && writeRecords(batch, putBody)) return true
  batch.withdraw()
  return false
}

function addRecords(batch: PutBatch, stream: Stream, putBody: PutBody): boolean {
  const { bytes, count, dataLength, explicitEnd, keyEnd, keyStart } = putBody
  let total = 0
  for (let i = 0; i < count; i++) {
    // No key: both are 0.
    const keyLength = keyEnd[i]! - keyStart[i]!
    const size = keyLength + dataLength[i]!
    if (dataLength[i]! < 0 || keyLength > partitionKeyCharactersMax || size > stream.recordBytesMax)
      return false
    total += size
    const isExplicit = explicitEnd[i] !== 0
    if (isExplicit && !parseHashKey(putBody.explicitHashKey(i), hashKey, 0)) return false
    if (stream.spreadsRecords) batch.addSpread(keyLength, dataLength[i]!)
    else if (keyLength === 0) return false
    else if (isExplicit) batch.addHashed(hashKey, 0, keyLength, dataLength[i]!)
    else batch.add(bytes, keyStart[i]!, keyEnd[i]!, dataLength[i]!)
  }
  return total <= callBytesMax
}

function writeRecords(batch: PutBatch, putBody: PutBody): boolean {
  const { target } = putBody
  for (let i = 0; i < batch.count; i++) target[i] = batch.keyAt(i)
  return putBody.write(batch.buffer)
}

async function commit(
  batch: PutBatch,
  { batches }: Streams,
  { protocol }: BytesCall,
  answer: (batch: PutBatch) => Buffer,
): Promise<ApiResponse> {
  try {
    await batch.commit()
    return { status: 200, headers: { 'content-type': protocol.contentType }, body: answer(batch) }
  } finally {
    batches.release(batch)
  }
}
