import { setTimeout } from 'node:timers/promises'
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'

const hashKeys = 2n ** 128n
const recordsPerPut = 16
const recordBytes = 100

/** Puts the same number of records to all shards five times a second, and keeps the sequence numbers of each shard in their order. */
export class SteadyProducer {
  readonly putByShard = new Map<string, string[]>()
  readonly #client: KinesisClient
  readonly #stream: string
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>

  constructor(client: KinesisClient, stream: string) {
    this.#client = client
    this.#stream = stream
    this.#running = this.#run()
  }

  /** Throws what a put threw. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#put()
      await setTimeout(200, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
    }
  }

  async #put(): Promise<void> {
    const records = Array.from({ length: recordsPerPut }, (_, i) => ({
      PartitionKey: `key ${i}`,
      ExplicitHashKey: String((BigInt(i) * hashKeys) / BigInt(recordsPerPut)),
      Data: Buffer.alloc(recordBytes),
    }))
    const { Records = [], FailedRecordCount } = await this.#client.send(
      new PutRecordsCommand({ StreamName: this.#stream, Records: records }),
    )
    if (FailedRecordCount !== 0) throw new Error(`${FailedRecordCount} records were not put`)
    for (const { ShardId = '', SequenceNumber = '' } of Records) {
      const put = this.putByShard.get(ShardId) ?? []
      put.push(SequenceNumber)
      this.putByShard.set(ShardId, put)
    }
  }
}
