import {
  type ReadAnswer,
  readRecordsMax,
  type ShardPosition,
  type ShardReadEnd,
  type ShardRecords,
  type Streams,
  secondsOf,
} from '../../shards/index.ts'
import type { BodyParts } from '../api-request.ts'
import type { Caller } from '../caller.ts'
import type { AnswerBody } from '../operation.ts'
import { answerInParts, type RecordsForm } from './answer-in-parts.ts'
import { dryRunSucceeded } from './dry-run.ts'
import { invalidArgument } from './errors.ts'
import { GetRecordsFramed } from './framed/get-records-framed.ts'
import { GetRecordsCbor } from './get-records-cbor.ts'
import { getRecordsJson } from './get-records-json.ts'
import { defineOperation } from './operation.ts'
import type { GetRecordsInput, GetRecordsOutput, Record } from './shapes.ts'
import { describeChildShard } from './shard-description.ts'
import { refuseStreamId, streamOf } from './stream-address.ts'

/**
 * Reads the records behind an iterator, and gives the iterator to go on with: also where there was nothing to read.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
 * @throws InvalidArgumentException, ExpiredIteratorException, ResourceNotFoundException,
 *   ProvisionedThroughputExceededException
 */
export const getRecords = defineOperation({
  name: 'GetRecords',
  access: { action: 'kinesis:GetRecords', resource: ({ StreamARN }) => StreamARN ?? '*' },
  async run(input, { streams }, { caller }) {
    return await read(input, streams, caller, new PlainAnswer())
  },
  runToBody(input, { streams }, { caller, protocol }) {
    if (protocol.name === 'json') return readInParts(input, streams, caller, getRecordsJson)
    if (protocol.name === 'framed') return readInParts(input, streams, caller, new GetRecordsFramed())
    return protocol.name === 'cbor' ? read(input, streams, caller, new GetRecordsCbor(protocol)) : undefined
  },
})

async function read<Answer>(
  input: GetRecordsInput,
  streams: Streams,
  caller: Caller,
  answer: ReadAnswer<Answer>,
): Promise<Answer> {
  const position = positionOf(input, streams, caller)
  return await streams.read(position, input.Limit ?? readRecordsMax, answer)
}

async function readInParts(
  input: GetRecordsInput,
  streams: Streams,
  caller: Caller,
  form: RecordsForm,
): Promise<AnswerBody | BodyParts> {
  const position = positionOf(input, streams, caller)
  return await answerInParts(
    (take) => streams.readInParts(position, input.Limit ?? readRecordsMax, take),
    form,
  )
}

/** Where to read, if that may be read. */
function positionOf(input: GetRecordsInput, streams: Streams, caller: Caller): ShardPosition {
  refuseStreamId(input)
  const position = streams.iterators.open(caller, input.ShardIterator)
  if (input.StreamARN !== undefined && streamOf(input, caller).name !== position.stream.name) {
    throw invalidArgument(`ShardIterator is not one of the stream ${input.StreamARN}.`)
  }
  if (input.DryRun === true) throw dryRunSucceeded()
  return position
}

class PlainAnswer implements ReadAnswer<GetRecordsOutput> {
  readonly #records: Record[] = []

  add(records: ShardRecords): void {
    for (const record of listRecords(records)) this.#records.push(record)
  }

  finish({ nextIterator, children, millisBehindLatest }: ShardReadEnd): GetRecordsOutput {
    return {
      Records: this.#records,
      ...(nextIterator !== undefined && { NextShardIterator: nextIterator }),
      MillisBehindLatest: millisBehindLatest,
      ...(children.length > 0 && { ChildShards: children.map(describeChildShard) }),
    }
  }
}

/** The records as plain values, copied out of the log. */
export function listRecords(records: ShardRecords): Record[] {
  const { numbers } = records.shard
  const list: Record[] = []
  for (const cursor = records.cursor(); cursor.next(); ) {
    list.push({
      SequenceNumber: numbers.textOf(cursor.offset, secondsOf(cursor.arrivalMs)),
      ApproximateArrivalTimestamp: cursor.arrivalMs,
      Data: Buffer.from(cursor.frames.subarray(cursor.keyEnd, cursor.dataEnd)),
      ...(cursor.keyEnd > cursor.keyStart && {
        PartitionKey: cursor.frames.toString('utf8', cursor.keyStart, cursor.keyEnd),
      }),
      ...(cursor.ofEncrypted && { EncryptionType: 'KMS' as const }),
    })
  }
  return list
}
