import type { QueuePosition, StreamQueueSettings } from '../../../shards/index.ts'
import { kinesisError } from '../errors.ts'
import type { DeadLetterConfiguration, QueueAttributes, QueueStartingPosition } from '../shapes.ts'

/** The rules are those of the API reference; the texts are ours. */
const invalid = (message: string) => kinesisError('ValidationException', message)

/** What the attributes set; what they leave out is not there. @throws ValidationException for members that do not go together */
export function settingsOf(attributes: QueueAttributes = {}): Partial<StreamQueueSettings> {
  const { VisibilityTimeoutSeconds: visibilityTimeout, DeadLetterConfiguration: deadLetters } = attributes
  return {
    ...(visibilityTimeout !== undefined && { visibilityTimeout }),
    ...(deadLetters !== undefined && { maxReceiveCount: maxReceiveCountOf(deadLetters) }),
  }
}

function maxReceiveCountOf({ TargetType, MaxReceiveCount }: DeadLetterConfiguration): number | null {
  if (TargetType === 'NONE') {
    if (MaxReceiveCount === undefined) return null
    throw invalid('MaxReceiveCount cannot be specified when TargetType is NONE.')
  }
  if (MaxReceiveCount === undefined)
    throw invalid('MaxReceiveCount must be specified when TargetType is BUILT_IN.')
  return MaxReceiveCount
}

/** @throws ValidationException for a time with another type than AT_TIMESTAMP, or that one without */
export function positionOf(
  { Type: type, Timestamp: timestampMs }: QueueStartingPosition = { Type: 'LATEST' },
): QueuePosition {
  if (type === 'AT_TIMESTAMP') {
    if (timestampMs === undefined) throw invalid('Timestamp must be specified when Type is AT_TIMESTAMP.')
    return { type, timestampMs }
  }
  if (timestampMs !== undefined) throw invalid(`Timestamp cannot be specified when Type is ${type}.`)
  return { type }
}

/** A queue is over one stream. @throws ValidationException */
export function onlyOne<Member>(name: string, list: readonly Member[]): Member {
  const [only, ...more] = list
  if (only === undefined || more.length > 0) throw invalid(`${name} must contain exactly one entry.`)
  return only
}
