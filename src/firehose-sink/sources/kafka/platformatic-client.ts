import type { Consumer } from '@platformatic/kafka'
import { type Clock, hasCode } from '../../../base/index.ts'
import { peerMissing } from '../../errors.ts'
import { type FetchAnswer, fetchedRecords, type PartitionAnswer } from './fetched-records.ts'
import type { From, KafkaClient, KafkaTopic, OffsetsAt, PartitionRead, Topic } from './kafka-client.ts'

type Library = typeof import('@platformatic/kafka')

/** For how long a broker waits for something to read. */
const waitMs = 1000
const connectMsMax = 5000
/** More than `waitMs`. */
const requestMsMax = 15_000
/** Of several requests, one behind the other; what answers may be no broker, and the client wait for ever. */
const callMsMax = 30_000

/** A cluster through @platformatic/kafka, of which only single requests are used: it joins no group and tries nothing again. */
export class PlatformaticClient implements KafkaClient {
  readonly #library: Library
  readonly #consumer: Consumer
  readonly #topic: string
  readonly #clock: Clock

  private constructor(library: Library, consumer: Consumer, topic: string, clock: Clock) {
    this.#library = library
    this.#consumer = consumer
    this.#topic = topic
    this.#clock = clock
  }

  /** Connects to nothing yet. @throws FIREHOSE_PEER_MISSING */
  static async open({ bootstrap, topic }: KafkaTopic, clock: Clock): Promise<PlatformaticClient> {
    const library = await load()
    const { brokers, tls, login } = bootstrap
    const consumer = new library.Consumer({
      clientId: 'millrace',
      groupId: 'millrace',
      bootstrapBrokers: [...brokers],
      connectTimeout: connectMsMax,
      requestTimeout: requestMsMax,
      retries: 0,
      autocommit: false,
      autocreateTopics: false,
      ...(tls && { tls: {}, tlsServerName: true }),
      ...(login !== undefined && { sasl: login }),
    })
    consumer.topics.track(topic)
    return new PlatformaticClient(library, consumer, topic, clock)
  }

  async topic(): Promise<Topic> {
    const asking = this.#consumer.metadata({ topics: [this.#topic], forceUpdate: true })
    const { topics } = await this.#inTime(asking)
    const found = topics.get(this.#topic)
    if (found === undefined) throw new Error(`The topic ${this.#topic} does not exist.`)
    return { id: found.id, partitions: found.partitions.map(({ leader }) => ({ leader })) }
  }

  async fetch(
    broker: number,
    { id }: Topic,
    from: readonly From[],
    bytesMax: number,
  ): Promise<PartitionRead[]> {
    const asked = new Map(from.map((one) => [one.partition, one.offset]))
    const partitions = from.map(({ partition, offset }) => ({
      partition,
      fetchOffset: offset,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: bytesMax,
    }))
    const asking = this.#consumer.fetch({
      node: broker,
      topics: [{ topicId: id, partitions }],
      maxBytes: bytesMax,
      minBytes: 1,
      maxWaitTime: waitMs,
      isolationLevel: this.#library.FetchIsolationLevels.READ_COMMITTED,
    })
    const answer = await this.#inTime(asking).catch((error: Error) => this.#refusedBy(error))
    return answer.responses
      .filter(({ topicId }) => topicId === id)
      .flatMap((topic) => topic.partitions)
      .flatMap((partition) => this.#readOf(partition, id, asked))
  }

  async offsets(at: OffsetsAt): Promise<ReadonlyMap<number, bigint>> {
    // The end is asked for first: what comes between the two questions is behind it, and must not be passed over.
    const ends = await this.#offsetsAt(this.#library.ListOffsetTimestamps.LATEST)
    if (at === 'latest') return ends
    const found = await this.#offsetsAt(this.#timestampOf(at))
    return new Map([...ends].map(([partition, end]) => [partition, orEnd(found.get(partition), end)]))
  }

  async close(): Promise<void> {
    await this.#inTime(this.#consumer.close(true))
  }

  #readOf(answer: PartitionAnswer, topicId: string, asked: ReadonlyMap<number, bigint>): PartitionRead[] {
    const { partitionIndex: partition, errorCode, highWatermark: end } = answer
    const offset = asked.get(partition)
    if (offset === undefined) return []
    if (errorCode !== 0) return [{ kind: 'refused', partition, error: this.#nameOf(errorCode) }]
    const fetchedFrom = { topicId, offset, nowMs: this.#clock.nowMs() }
    return [{ kind: 'records', partition, end, ...fetchedRecords(answer, fetchedFrom) }]
  }

  /** An answer that has an error for some partitions is thrown as a whole, with nothing of it read. */
  #refusedBy(error: Error & { readonly response?: FetchAnswer }): Pick<FetchAnswer, 'responses'> {
    if (sessionErrors.some((apiId) => this.#library.findErrorBy(error, 'apiId', apiId) !== null))
      return { responses: [] }
    if (error.response === undefined || error.response.errorCode !== 0) throw error
    const responses = error.response.responses.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.filter(({ errorCode }) => errorCode !== 0),
    }))
    return { responses }
  }

  async #offsetsAt(timestamp: bigint): Promise<Map<number, bigint>> {
    const asking = this.#consumer.listOffsets({ topics: [this.#topic], timestamp })
    const found = await this.#inTime(asking)
    const offsets = [...(found.get(this.#topic) ?? []).entries()]
    return new Map(offsets.filter(([, offset]) => offset !== undefined))
  }

  async #inTime<Answer>(asking: Promise<Answer>): Promise<Answer> {
    const over = new AbortController()
    const late = this.#clock.sleep(callMsMax, over.signal).then(() => {
      throw new Error(`The cluster did not answer within ${callMsMax / 1000} seconds.`)
    })
    late.catch(() => undefined)
    try {
      return await Promise.race([asking, late])
    } finally {
      over.abort()
    }
  }

  #timestampOf(at: OffsetsAt): bigint {
    const { EARLIEST, LATEST } = this.#library.ListOffsetTimestamps
    if (typeof at === 'object') return BigInt(at.timeMs)
    return at === 'earliest' ? EARLIEST : LATEST
  }

  #nameOf(errorCode: number): string {
    return this.#library.protocolErrorsCodesById[errorCode] ?? `error ${errorCode}`
  }
}

/** A partition without a record of the time that was asked for has -1. */
function orEnd(offset: bigint | undefined, end: bigint): bigint {
  return offset === undefined || offset < 0n ? end : offset
}

/** Of requests that go on where the one before was: the client begins anew. */
const sessionErrors = [
  'FETCH_SESSION_ID_NOT_FOUND',
  'INVALID_FETCH_SESSION_EPOCH',
  'FETCH_SESSION_TOPIC_ID_ERROR',
]

async function load(): Promise<Library> {
  try {
    return await import('@platformatic/kafka')
  } catch (error) {
    if (!hasCode(error, 'ERR_MODULE_NOT_FOUND')) throw error
    throw peerMissing('A topic of Kafka', '@platformatic/kafka', error)
  }
}
