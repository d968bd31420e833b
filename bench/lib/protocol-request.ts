import { framedType } from '../../src/framed/index.ts'
import { cborGetRecords, cborPutRecords } from './cbor-body.ts'
import { framedGetRecords, framedPutRecords } from './framed-body.ts'
import { kinesisBytesRequest, kinesisRequest } from './http-request.ts'
import type { BenchProtocol } from './options.ts'

const cborType = 'application/x-amz-cbor-1.1'

/** A PutRecords in this protocol. @param records with data in base64 */
export function putRecordsIn(
  protocol: BenchProtocol,
  StreamName: string,
  Records: readonly { PartitionKey: string; Data: string }[],
): Buffer {
  switch (protocol) {
    case 'json':
      return kinesisRequest('PutRecords', { StreamName, Records })
    case 'cbor':
      return kinesisBytesRequest('PutRecords', cborType, cborPutRecords(StreamName, Records))
    case 'framed':
      return kinesisBytesRequest('PutRecords', framedType, framedPutRecords(StreamName, Records))
  }
}

export function getRecordsIn(protocol: BenchProtocol, ShardIterator: string, Limit: number): Buffer {
  switch (protocol) {
    case 'json':
      return kinesisRequest('GetRecords', { ShardIterator, Limit })
    case 'cbor':
      return kinesisBytesRequest('GetRecords', cborType, cborGetRecords(ShardIterator, Limit))
    case 'framed':
      return kinesisBytesRequest('GetRecords', framedType, framedGetRecords(ShardIterator, Limit))
  }
}
