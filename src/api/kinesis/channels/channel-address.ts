import { type ChannelId, channelNotFound, parseChannelArn } from '../../../shards/index.ts'
import type { Caller } from '../../caller.ts'
import { invalidArgument } from '../errors.ts'

interface ChannelAddress {
  readonly ChannelARN: string
}

/** The channel that an input names, as long as it is the caller's. @throws InvalidArgumentException, CHANNEL_NOT_FOUND for one of another account or region */
export function channelIdOf({ ChannelARN }: ChannelAddress, caller: Caller): ChannelId {
  const id = parseChannelArn(ChannelARN)
  /* Text ours, on the pattern of the one for streams. */
  if (id === undefined) throw invalidArgument(`${ChannelARN} is not a valid channel ARN.`)
  if (id.account !== caller.account || id.region !== caller.region) throw channelNotFound(id)
  return id
}

/** The resource that access control is asked about. */
export const channelArn = ({ ChannelARN }: ChannelAddress): string => ChannelARN
