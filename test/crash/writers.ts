import { randomInt } from 'node:crypto'
import { type KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import type { Ledger, Receipt, Request } from './ledger.ts'
import { payloadOf } from './payload.ts'

const recordsPerRequestMax = 100
/** Mostly small; one record in `largeEvery` is large, so that the journal also moves on to segments between kills. */
const smallSizeMax = 500
const largeSizeMax = 200_000
const largeEvery = 20

/** Sends one request after the other until `signal` aborts or the server is gone; each is noted before it is sent. */
export async function putUntilGone(
  client: KinesisClient,
  ledger: Ledger,
  {
    stream,
    writer,
    batches,
    signal,
  }: { stream: string; writer: string; batches: boolean; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const count = batches ? randomInt(1, recordsPerRequestMax + 1) : 1
    const request = ledger.sending(
      writer,
      Array.from({ length: count }, () => ledger.newId()),
    )
    try {
      request.receipts = await (batches
        ? putRecords(client, stream, request)
        : putRecord(client, stream, request))
    } catch (error) {
      if (signal.aborted) return
      throw error
    }
  }
}

function record(id: string) {
  const size = randomInt(randomInt(largeEvery) === 0 ? largeSizeMax : smallSizeMax)
  return { PartitionKey: id, Data: payloadOf(id, size) }
}

async function putRecord(client: KinesisClient, stream: string, { ids }: Request): Promise<Receipt[]> {
  const answer = await client.send(new PutRecordCommand({ StreamName: stream, ...record(ids[0] as string) }))
  return [receiptOf(answer)]
}

async function putRecords(client: KinesisClient, stream: string, { ids }: Request): Promise<Receipt[]> {
  const answer = await client.send(new PutRecordsCommand({ StreamName: stream, Records: ids.map(record) }))
  return (answer.Records ?? []).map(receiptOf)
}

/** @throws Error for a record that was refused: with the limits off none may be */
function receiptOf(entry: {
  ShardId?: string | undefined
  SequenceNumber?: string | undefined
  ErrorCode?: string | undefined
}): Receipt {
  if (entry.ShardId === undefined || entry.SequenceNumber === undefined) {
    throw new Error(`a record was refused: ${entry.ErrorCode}`)
  }
  return { shardId: entry.ShardId, sequenceNumber: entry.SequenceNumber }
}
