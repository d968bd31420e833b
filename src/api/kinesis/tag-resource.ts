import { sortedTags, withoutTags, withTags } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { resourceArn, resourceOf } from './resource-address.ts'
import { describeTag } from './tag-description.ts'

/**
 * Adds tags to a resource, over those with the same keys.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_TagResource.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const tagResource = defineOperation({
  name: 'TagResource',
  access: { action: 'kinesis:TagResource', resource: resourceArn },
  async run(input, { streams }, { caller }) {
    const resource = resourceOf(input, streams, caller)
    await resource.change(({ tags }) => ({ tags: withTags(resource.label, tags, input.Tags) }))
  },
})

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UntagResource.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const untagResource = defineOperation({
  name: 'UntagResource',
  access: { action: 'kinesis:UntagResource', resource: resourceArn },
  async run(input, { streams }, { caller }) {
    const resource = resourceOf(input, streams, caller)
    await resource.change(({ tags }) => ({ tags: withoutTags(tags, input.TagKeys) }))
  },
})

/**
 * Lists all tags of a resource, by key.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForResource.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  access: { action: 'kinesis:ListTagsForResource', resource: resourceArn },
  async run(input, { streams }, { caller }) {
    const { tags } = resourceOf(input, streams, caller).settings()
    return { Tags: sortedTags(tags).map(describeTag) }
  },
})
