import { hashKeyWords, md5BlockMessageMax, parseHashKey } from '../../partitioner/index.ts'
import { callBytesMax, type PutBatch, type Stream, type Streams } from '../../shards/index.ts'
import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import type { KinesisContext } from './operation.ts'
import type { PutBodyReader } from './put-form.ts'
import { findStream } from './stream-address.ts'

/** Source: the model of PutRecords. */
const partitionKeyCharactersMax = 256

/** Of fewer keys, one after the other takes less time. */
const hashedTogetherMin = 4

/* As PutBodyReader: one call's at a time. */
const hashKey = new Uint32Array(hashKeyWords)

/**
 * PutRecords from the bytes of a body in JSON or CBOR to the bytes of the answer, without an object for a record.
 * Takes calls of the common shape that succeed in full, all records admitted; what is unusual,
 * wrong or over a limit is left to the general path, with nothing done.
 */
export function putRecordsBytes(
  request: ApiRequest,
  { streams, putForms }: KinesisContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  const form = putForms.get(call.protocol.name)
  if (form === undefined || !form.body.load(request.body) || !form.body.scanRecords()) return undefined
  return put(request, streams, form.body, call, form.answers.records)
}

/** The same for PutRecord. A call with a SequenceNumberForOrdering is not of the common shape. */
export function putRecordBytes(
  request: ApiRequest,
  { streams, putForms }: KinesisContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  const form = putForms.get(call.protocol.name)
  if (form === undefined || !form.body.load(request.body) || !form.body.scanRecord()) return undefined
  return put(request, streams, form.body, call, form.answers.record)
}

type Answer = (batch: PutBatch, memory: Buffer) => Buffer | string

function put(
  { body }: ApiRequest,
  streams: Streams,
  putBody: PutBodyReader,
  call: BytesCall,
  answer: Answer,
): Promise<ApiResponse> | undefined {
  const address = { StreamName: putBody.streamName, StreamARN: putBody.streamArn }
  const stream = findStream(streams, address, call.caller)
  if (stream === undefined || stream.handedOver !== undefined) return undefined
  call.authorize(address.StreamARN ?? stream.arn)
  const batch = streams.batches.take(stream)
  if (fill(batch, stream, putBody)) {
    const headers = { 'content-type': call.protocol.contentType }
    return streams.batches.commit(batch, () => ({ status: 200, headers, body: answer(batch, body) }))
  }
  streams.batches.release(batch)
  return undefined
}

/** @returns false for the general path; then no token of a throttle is spent */
function fill(batch: PutBatch, stream: Stream, putBody: PutBodyReader): boolean {
  if (!addRecords(batch, stream, putBody)) return false
  batch.layOut()
  if (batch.refusedCount === 0 && writeRecords(batch, putBody)) return true
  batch.withdraw()
  return false
}

function addRecords(batch: PutBatch, stream: Stream, putBody: PutBodyReader): boolean {
  const { bytes, count, dataLength, explicitEnd, keyEnd, keyStart } = putBody
  const hashKeys = count < hashedTogetherMin || stream.spreadsRecords ? undefined : putBody.hashKeys?.()
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
    else if (hashKeys !== undefined && keyLength <= md5BlockMessageMax)
      batch.addHashed(hashKeys, i * hashKeyWords, keyLength, dataLength[i]!)
    else batch.add(bytes, keyStart[i]!, keyEnd[i]!, dataLength[i]!)
  }
  return total <= callBytesMax
}

function writeRecords(batch: PutBatch, putBody: PutBodyReader): boolean {
  const { target } = putBody
  for (let i = 0; i < batch.count; i++) target[i] = batch.keyAt(i)
  return putBody.write(batch.buffer)
}
