import { invalidParameter, type Tag as StateTag, tooManyTags } from '../../sns-layer/index.ts'
import { snsError } from './errors.ts'
import { defineOperation, type SnsContext } from './operation.ts'
import type { Tag } from './shapes.ts'
import { topicNameOf } from './topic-address.ts'

/* Source of the limit: SNS Developer Guide, "Amazon SNS topic tagging". Of the prefix: AWS's general rules for tags. Texts ours. */
const tagsMax = 50
const reservedPrefix = /^aws:/i

interface ResourceAddress {
  readonly ResourceArn: string
}

const resourceArnIn = ({ ResourceArn }: ResourceAddress) => ResourceArn

/**
 * Adds tags to a topic, over those with the same keys.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html
 * @throws ResourceNotFound, InvalidParameter, TagLimitExceeded
 */
export const tagResource = defineOperation({
  name: 'TagResource',
  access: { action: 'sns:TagResource', resource: resourceArnIn },
  async run(input, context, { caller }) {
    const topic = taggedTopic(input, context, caller)
    await context.topics.control.change(topic, ({ tags }) => ({ tags: withTags(tags, input.Tags) }))
    return {}
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html
 * @throws ResourceNotFound, InvalidParameter
 */
export const untagResource = defineOperation({
  name: 'UntagResource',
  access: { action: 'sns:UntagResource', resource: resourceArnIn },
  async run(input, context, { caller }) {
    const topic = taggedTopic(input, context, caller)
    const removed = new Set(input.TagKeys)
    await context.topics.control.change(topic, ({ tags }) => ({
      tags: tags.filter(({ key }) => !removed.has(key)),
    }))
    return {}
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html
 * @throws ResourceNotFound, InvalidParameter
 */
export const listTagsForResource = defineOperation({
  name: 'ListTagsForResource',
  access: { action: 'sns:ListTagsForResource', resource: resourceArnIn },
  async run(input, context, { caller }) {
    const { tags } = taggedTopic(input, context, caller)
    const sorted = [...tags].sort((a, b) => (a.key < b.key ? -1 : 1))
    return { Tags: sorted.map(({ key, value }) => ({ Key: key, Value: value })) }
  },
})

/** The tags with more tags, which take the place of those with the same keys. @throws TOPIC_PARAMETER_INVALID, TOPIC_TAGS_OVER_LIMIT */
export function withTags(tags: readonly StateTag[], added: readonly Tag[]): StateTag[] {
  const all = new Map(tags.map(({ key, value }) => [key, value]))
  const keys = new Set<string>()
  for (const { Key, Value } of added) {
    if (reservedPrefix.test(Key))
      throw invalidParameter('Tags Reason: The key of a tag must not begin with aws:')
    if (keys.has(Key)) throw invalidParameter('Duplicated keys are not allowed.')
    keys.add(Key)
    all.set(Key, Value)
  }
  if (all.size > tagsMax) throw tooManyTags(tagsMax)
  return [...all].map(([key, value]) => ({ key, value }))
}

/** Tags are of a topic's owner: another account's topic has none to show. */
function taggedTopic(
  { ResourceArn }: ResourceAddress,
  { topics }: SnsContext,
  caller: { account: string; region: string },
) {
  const name = topicNameOf({ TopicArn: ResourceArn }, caller)
  const topic = name.account === caller.account ? topics.control.find(name) : undefined
  if (topic === undefined) throw snsError('ResourceNotFoundException', 'Resource does not exist')
  return topic
}
