import {
  parseStreamArn,
  type Stream,
  type StreamName,
  type Streams,
  streamArnOf,
  streamNotFound,
} from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import { invalidArgument } from './errors.ts'

/** The members by which inputs name a stream: by either, or by both if they agree. */
export interface StreamAddress {
  readonly StreamName?: string | undefined
  readonly StreamARN?: string | undefined
  readonly StreamId?: string | undefined
}

/**
 * AWS documents StreamId as "Not Implemented. Reserved for future use.", and not what it answers to one. Here it is
 * refused, since a caller that sends it means a stream, maybe another one than its StreamName says. The text is ours.
 */
export function refuseStreamId({ StreamId }: StreamAddress): void {
  if (StreamId !== undefined) throw invalidArgument('StreamId is not implemented.')
}

/**
 * The stream that an input names. AWS documents that one of the two members is needed, and not what it answers
 * otherwise: the texts are ours.
 * @throws InvalidArgumentException, STREAM_NOT_FOUND for a stream of another account or region
 */
export function streamOf(address: StreamAddress, caller: Caller): StreamName {
  refuseStreamId(address)
  const { StreamName, StreamARN } = address
  if (StreamARN === undefined) {
    if (StreamName === undefined) throw invalidArgument('Either StreamName or StreamARN must be provided.')
    return { account: caller.account, region: caller.region, name: StreamName }
  }
  const stream = parseStreamArn(StreamARN)
  if (stream === undefined) throw invalidArgument(`${StreamARN} is not a valid stream ARN.`)
  if (StreamName !== undefined && StreamName !== stream.name) {
    throw invalidArgument(`StreamName ${StreamName} does not match StreamARN ${StreamARN}.`)
  }
  if (stream.account !== caller.account || stream.region !== caller.region) {
    throw streamNotFound(stream.name, stream)
  }
  return stream
}

/** For hot paths: the stream to write to or read from, or undefined where `streamOf` or `Streams.active` would throw. */
export function findStream(
  streams: Streams,
  { StreamName, StreamARN, StreamId }: StreamAddress,
  caller: Caller,
): Stream | undefined {
  if (StreamId !== undefined) return undefined
  if (StreamARN === undefined)
    return StreamName === undefined ? undefined : streams.findActive(caller, StreamName)
  const stream = parseStreamArn(StreamARN)
  if (stream === undefined || (StreamName !== undefined && StreamName !== stream.name)) return undefined
  if (stream.account !== caller.account || stream.region !== caller.region) return undefined
  return streams.findActive(caller, stream.name)
}

/** The resource that access control is asked about. */
export function addressedArn({ StreamName, StreamARN }: StreamAddress, caller: Caller): string {
  return StreamARN ?? (StreamName === undefined ? '*' : streamArnOf(caller, StreamName))
}
