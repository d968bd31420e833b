import type { Resource, Streams } from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import { refuseStreamId } from './stream-address.ts'

/** The members by which inputs name a resource of any kind. */
interface ResourceAddress {
  readonly ResourceARN: string
  readonly StreamId?: string | undefined
}

/** The resource that an input names. @throws InvalidArgumentException, ResourceNotFoundException */
export function resourceOf(address: ResourceAddress, streams: Streams, caller: Caller): Resource {
  refuseStreamId(address)
  return streams.resources.find(caller, address.ResourceARN)
}

/** The resource that access control is asked about. */
export const resourceArn = ({ ResourceARN }: ResourceAddress): string => ResourceARN
