import { CodedError } from '../../base/index.ts'
import { type PublishRequest, protectionOf, sizeOfRequest, type TopicState } from '../../sns-layer/index.ts'
import { AwsError } from '../../wire/index.ts'
import { snsError, toSnsError } from './errors.ts'
import { defineOperation } from './operation.ts'
import { describePublished } from './publish.ts'
import { messageBytesMax, publishRequest } from './publish-entry.ts'
import type { BatchResultErrorEntry, PublishBatchRequestEntry, PublishBatchResultEntry } from './shapes.ts'
import { topicArnIn, topicOf } from './topic-address.ts'

/** Source: API reference of PublishBatch. */
const entriesMax = 10
const idPattern = /^[A-Za-z0-9_-]{1,80}$/

/**
 * Publishes up to ten messages in one step; each stands for itself.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 * @throws NotFound, AuthorizationError, BatchRequestTooLong, Throttled and the errors of `checkBatch`
 */
export const publishBatch = defineOperation({
  name: 'PublishBatch',
  access: { action: 'sns:Publish', resource: topicArnIn },
  async run(input, context, { caller }) {
    const entries = input.PublishBatchRequestEntries
    checkBatch(entries)
    const topic = topicOf(input, context, caller, 'SNS:Publish')
    const Failed: BatchResultErrorEntry[] = []
    const requests = new Map<string, PublishRequest>()
    for (const entry of entries) {
      const read = readEntry(entry, topic, caller.account)
      if ('message' in read) requests.set(entry.Id, read)
      else Failed.push(read)
    }
    checkSize([...requests.values()])
    const published =
      requests.size === 0 ? [] : await context.topics.publisher.publish(topic, [...requests.values()])
    const Successful = [...requests.keys()].map(
      (Id, i): PublishBatchResultEntry => ({ Id, ...describePublished(published[i]!) }),
    )
    return { Successful, Failed }
  },
})

/** Source of the texts: the descriptions of the errors in the API reference of PublishBatch. */
function checkBatch(entries: readonly PublishBatchRequestEntry[]): void {
  if (entries.length === 0) {
    throw snsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.")
  }
  if (entries.length > entriesMax) {
    throw snsError(
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
    )
  }
  if (entries.some(({ Id }) => !idPattern.test(Id))) {
    throw snsError(
      'InvalidBatchEntryIdException',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    )
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw snsError(
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
    )
  }
}

/** The limit holds for all messages together, so none of them can break it alone. */
function checkSize(requests: readonly PublishRequest[]): void {
  const bytes = requests.reduce((sum, request) => sum + sizeOfRequest(request), 0)
  if (bytes <= messageBytesMax) return
  throw snsError(
    'BatchRequestTooLongException',
    'The length of all the batch messages put together is more than the limit.',
  )
}

function readEntry(
  entry: PublishBatchRequestEntry,
  topic: TopicState,
  account: string,
): PublishRequest | BatchResultErrorEntry {
  try {
    const request = publishRequest(entry, topic)
    return protectionOf(topic)?.apply(request, 'Inbound', account) ?? request
  } catch (error) {
    const known =
      error instanceof AwsError ? error : error instanceof CodedError ? toSnsError(error) : undefined
    if (known === undefined) throw error
    return { Id: entry.Id, Code: known.queryCode, Message: known.message, SenderFault: known.isSenderFault }
  }
}
