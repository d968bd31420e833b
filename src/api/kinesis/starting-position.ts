import type { StartingPosition } from '../../shards/index.ts'
import { invalidArgument } from './errors.ts'

interface GivenPosition {
  readonly type: StartingPosition['type']
  readonly sequenceNumber: string | undefined
  readonly timestampMs: number | undefined
}

/** A position as GetShardIterator and SubscribeToShard take it. @throws InvalidArgumentException for members that do not go together */
export function startingPositionOf({ type, sequenceNumber, timestampMs }: GivenPosition): StartingPosition {
  switch (type) {
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      if (sequenceNumber === undefined) throw wrongCombination(`${type} and no StartingSequenceNumber`)
      return { type, sequenceNumber }
    case 'AT_TIMESTAMP':
      if (timestampMs === undefined) throw missingTimestamp()
      return { type, timestampMs }
    default:
      if (sequenceNumber !== undefined) throw wrongCombination(`${type} and also a StartingSequenceNumber`)
      return { type }
  }
}

const wrongCombination = (specified: string) =>
  invalidArgument(
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${specified}.`,
  )

/** Text ours, on the pattern of the one above. */
const missingTimestamp = () =>
  invalidArgument('Must specify AT_TIMESTAMP and Timestamp. Request specified AT_TIMESTAMP and no Timestamp.')
