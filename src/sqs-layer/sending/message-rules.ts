import type { QueueState } from '../control/queue-state.ts'
import {
  invalidParameter,
  messageTooLarge,
  missingParameter,
  noDeduplicationId,
  type SqsError,
} from '../errors.ts'
import type { OutgoingMessage } from '../message/message.ts'

const idLengthMax = 128
const notForThisType = 'The request include parameter that is not valid for this queue type'

/** Why a queue does not take a message, if it does not. @param size of the message, see sizeOf */
export function refusalOf(
  message: OutgoingMessage,
  size: number,
  { isFifo, settings }: QueueState,
): SqsError | undefined {
  const { groupId, deduplicationId, delaySeconds } = message
  if (size > settings.maximumMessageSize) return messageTooLarge(settings.maximumMessageSize)
  const badId = idRefusal('MessageGroupId', groupId) ?? idRefusal('MessageDeduplicationId', deduplicationId)
  if (badId !== undefined) return badId
  if (!isFifo) {
    return deduplicationId === undefined
      ? undefined
      : invalidParameter('MessageDeduplicationId', deduplicationId, notForThisType)
  }
  if (groupId === undefined) return missingParameter('MessageGroupId')
  if (delaySeconds !== undefined && delaySeconds !== 0)
    return invalidParameter('DelaySeconds', String(delaySeconds), notForThisType)
  if (deduplicationId === undefined && !settings.contentBasedDeduplication) return noDeduplicationId()
  return undefined
}

function idRefusal(parameter: string, id: string | undefined): SqsError | undefined {
  if (id === undefined || (id.length > 0 && id.length <= idLengthMax)) return undefined
  return invalidParameter(
    parameter,
    id,
    `It can only include alphanumeric and punctuation characters. 1 to ${idLengthMax} in length`,
  )
}
