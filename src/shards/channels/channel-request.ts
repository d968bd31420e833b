import type {
  ChannelBucket,
  ChannelDestination,
  ChannelLogging,
  ChannelRecordFormat,
} from './channel-state.ts'
import { invalidChannel } from './errors.ts'

/** What a channel is asked to be. What is left out is AWS's default. */
export interface ChannelRequest {
  readonly name: string
  readonly stream: string
  readonly roleArn: string
  readonly recordFormat: ChannelRecordFormat
  readonly destination: RequestedDestination
  readonly freshnessSeconds?: number | undefined
  readonly logging?: ChannelLogging | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
}

export interface RequestedDestination {
  readonly bucket: ChannelBucket
  readonly keyTemplate?: string | undefined
  readonly storageClass?: ChannelDestination['storageClass'] | undefined
  readonly compression: ChannelDestination['compression']
  readonly deadLetters?: (ChannelBucket & { readonly prefix?: string | undefined }) | undefined
}

/** Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-s3-key-template.html */
const defaultKeyTemplate =
  'kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/!{MM}/!{dd}/!{HH}/' +
  '!{channel-name}-!{channel-id}-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}!{extension}'

/** Sources: the example of API_CreateChannel, and AWS::Kinesis::Channel DeadLetterQueueS3Configuration ("When omitted"). */
const defaultErrorPrefix = ({ name, id }: ChannelNames) => `kinesis-channel/errors/${name}/${id}/`

/** Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-concepts.html ("Data freshness"). */
const freshnessDefault = 300
const freshnessMin = 300
const freshnessMax = 900

interface ChannelNames {
  readonly name: string
  readonly id: string
}

/** The destination with AWS's defaults: dead letters go to the same bucket. */
export function completeDestination(request: RequestedDestination, names: ChannelNames): ChannelDestination {
  const { bucket, compression, storageClass = 'STANDARD', keyTemplate = defaultKeyTemplate } = request
  const { arn, owner } = request.deadLetters ?? bucket
  const prefix = request.deadLetters?.prefix ?? defaultErrorPrefix(names)
  return { bucket, compression, storageClass, keyTemplate, deadLetters: { arn, owner, prefix } }
}

/** The model has no range for it; the text is ours. @throws CHANNEL_SETTING_INVALID */
export function freshnessOf(seconds = freshnessDefault): number {
  if (seconds >= freshnessMin && seconds <= freshnessMax) return seconds
  throw invalidChannel(
    `DataFreshnessInSeconds must be between ${freshnessMin} and ${freshnessMax}, but is ${seconds}.`,
  )
}
