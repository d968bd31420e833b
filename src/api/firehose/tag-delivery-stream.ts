import { withTags } from '../../firehose-sink/index.ts'
import { addressedArn, defineOperation } from './operation.ts'

interface TagShape {
  readonly Key: string
  readonly Value?: string | undefined
}

/** A tag without a value has an empty one. */
export function tagPairs(tags: readonly TagShape[] = []): (readonly [string, string])[] {
  return tags.map(({ Key, Value = '' }) => [Key, Value] as const)
}

/** Source: API_ListTagsForDeliveryStream, "Limit". */
const tagsPerPageMax = 50

/**
 * Adds tags, over those with the same keys.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_TagDeliveryStream.html
 * @throws ResourceNotFoundException, ResourceInUseException, LimitExceededException
 */
export const tagDeliveryStream = defineOperation({
  name: 'TagDeliveryStream',
  access: { action: 'firehose:TagDeliveryStream', resource: addressedArn },
  async run({ DeliveryStreamName, Tags }, { sink }, { caller }) {
    const added = tagPairs(Tags)
    await sink.streams.change(caller, DeliveryStreamName, ({ tags }) => ({ tags: withTags(tags, added) }))
    return {}
  },
})

/**
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_UntagDeliveryStream.html
 * @throws ResourceNotFoundException, ResourceInUseException
 */
export const untagDeliveryStream = defineOperation({
  name: 'UntagDeliveryStream',
  access: { action: 'firehose:UntagDeliveryStream', resource: addressedArn },
  async run({ DeliveryStreamName, TagKeys }, { sink }, { caller }) {
    await sink.streams.change(caller, DeliveryStreamName, ({ tags }) => ({
      tags: tags.filter(([key]) => !TagKeys.includes(key)),
    }))
    return {}
  },
})

/**
 * Lists the tags by key, a page at a time.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListTagsForDeliveryStream.html
 * @throws ResourceNotFoundException
 */
export const listTagsForDeliveryStream = defineOperation({
  name: 'ListTagsForDeliveryStream',
  access: { action: 'firehose:ListTagsForDeliveryStream', resource: addressedArn },
  async run({ DeliveryStreamName, ExclusiveStartTagKey = '', Limit }, { sink }, { caller }) {
    const { tags } = sink.streams.get(caller, DeliveryStreamName)
    const rest = tags.filter(([key]) => key > ExclusiveStartTagKey)
    const page = rest.slice(0, Limit ?? tagsPerPageMax)
    return {
      Tags: page.map(([Key, Value]) => ({ Key, Value })),
      HasMoreTags: page.length < rest.length,
    }
  },
})
