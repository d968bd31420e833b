import { CodedError } from '../../base/index.ts'
import type { Owner } from '../owner.ts'
import { streamLabel } from '../stream-label.ts'
import { type ChannelId, channelArnOf } from './channel-arn.ts'
import { type ChannelState, type ChannelStatus, channelLabel } from './channel-state.ts'

/* What a caller can be told of channels. Texts ours, on the patterns of those of streams: nobody has published AWS's. */
export type ChannelErrorCode =
  | 'CHANNEL_NOT_FOUND'
  | 'CHANNEL_EXISTS'
  | 'CHANNEL_NOT_ACTIVE'
  | 'CHANNEL_STREAM_MODE'
  | 'CHANNEL_SETTING_INVALID'
  | 'CHANNEL_QUOTA_EXCEEDED'
  | 'STREAM_HAS_CHANNELS'

type ChannelError = CodedError<ChannelErrorCode>

interface Named extends Owner {
  readonly name: string
}

export const channelNotFound = (channel: ChannelId): ChannelError =>
  new CodedError('CHANNEL_NOT_FOUND', `Channel ${channelArnOf(channel)} not found.`)

export const channelExists = (channel: Named): ChannelError =>
  new CodedError('CHANNEL_EXISTS', `${channelLabel(channel)} already exists.`)

export const channelNotActive = (channel: ChannelState, status: ChannelStatus): ChannelError =>
  new CodedError('CHANNEL_NOT_ACTIVE', `${channelLabel(channel)} is not ACTIVE, but ${status}.`, {
    retryable: true,
  })

export const channelNeedsOnDemand = (stream: Named): ChannelError =>
  new CodedError(
    'CHANNEL_STREAM_MODE',
    `Channels are supported only on streams in the ON_DEMAND mode. ${streamLabel(stream, 'Stream')} is PROVISIONED.`,
  )

export const invalidChannel = (message: string): ChannelError =>
  new CodedError('CHANNEL_SETTING_INVALID', message)

export const tooManyChannels = (stream: Named, limit: number): ChannelError =>
  new CodedError(
    'CHANNEL_QUOTA_EXCEEDED',
    `This request would exceed the limit on the number of channels to S3 of ${streamLabel(stream)}. Limit: ${limit}.`,
  )

export const streamHasChannels = (operation: string, stream: Named): ChannelError =>
  new CodedError(
    'STREAM_HAS_CHANNELS',
    `${operation} is refused for ${streamLabel(stream)} because there are channels on this data stream. ` +
      'Delete them first.',
  )
