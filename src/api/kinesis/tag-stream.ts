import { sortedTags, streamArnOf, withoutTags, withTags } from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import { defineOperation, type KinesisContext } from './operation.ts'
import { addressedArn, type StreamAddress, streamOf } from './stream-address.ts'
import { describeTag } from './tag-description.ts'

/** Source: API reference of ListTagsForStream. */
const tagsPerPageMax = 50

/** The stream as a resource, which the operations of the other family name by ARN. */
function resourceOf(address: StreamAddress, { streams }: KinesisContext, caller: Caller) {
  const { name, ...owner } = streamOf(address, caller)
  return streams.resources.find(owner, streamArnOf(owner, name))
}

/**
 * Adds tags to a stream, over those with the same keys.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const addTagsToStream = defineOperation({
  name: 'AddTagsToStream',
  access: { action: 'kinesis:AddTagsToStream', resource: addressedArn },
  async run(input, context, { caller }) {
    const stream = resourceOf(input, context, caller)
    await stream.change(({ tags }) => ({ tags: withTags(stream.label, tags, input.Tags) }))
  },
})

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RemoveTagsFromStream.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const removeTagsFromStream = defineOperation({
  name: 'RemoveTagsFromStream',
  access: { action: 'kinesis:RemoveTagsFromStream', resource: addressedArn },
  async run(input, context, { caller }) {
    const stream = resourceOf(input, context, caller)
    await stream.change(({ tags }) => ({ tags: withoutTags(tags, input.TagKeys) }))
  },
})

/**
 * Lists the tags of a stream by key, a page at a time.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForStream.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const listTagsForStream = defineOperation({
  name: 'ListTagsForStream',
  access: { action: 'kinesis:ListTagsForStream', resource: addressedArn },
  async run(input, context, { caller }) {
    const { tags } = resourceOf(input, context, caller).settings()
    const after = input.ExclusiveStartTagKey ?? ''
    const rest = sortedTags(tags).filter(([key]) => key > after)
    const page = rest.slice(0, input.Limit ?? tagsPerPageMax)
    return { Tags: page.map(describeTag), HasMoreTags: page.length < rest.length }
  },
})
