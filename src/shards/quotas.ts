import type { Owner } from './owner.ts'

interface QuotaSpec {
  readonly standard: number
  /** In all but the three largest regions; absent where it is the same. */
  readonly elsewhere?: number
  /** The least that it can be set to. */
  readonly min: 0 | 1
  readonly meaning: string
}

const count = (standard: number, meaning: string): QuotaSpec => ({ standard, min: 0, meaning })
const rate = (standard: number, meaning: string): QuotaSpec => ({ standard, min: 1, meaning })

/**
 * What AWS limits and raises on request, and can be set here. All but the rates of calls, which are the API's.
 *
 * Source, unless said otherwise: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
export const quotaTable = {
  /* Elsewhere it is 1,000 or 6,000; the page does not say where. */
  shardsPerAccount: {
    ...count(20_000, 'open shards of the provisioned streams of an account in a region'),
    elsewhere: 6000,
  },
  onDemandStreamsPerAccount: count(50, 'on-demand streams of an account in a region'),
  /* 10 GB/s and 200 MB/s of writes. */
  shardsPerOnDemandStream: {
    ...rate(10_240, 'open shards that an on-demand stream grows to, at 1 MiB/s each'),
    elsewhere: 200,
  },
  /* Source: API reference of CreateStream. */
  streamsInTransition: count(5, 'streams of an account in a region that are CREATING, UPDATING or DELETING'),
  /* Sources of the next three: API reference of RegisterStreamConsumer. */
  consumersPerStream: count(20, 'consumers of a stream, queues among them'),
  consumersPerAdvantageStream: count(50, 'consumers of an on-demand stream with On-demand Advantage'),
  consumersInCreation: count(5, 'consumers of an account in a region that are CREATING'),
  /* Source: https://docs.aws.amazon.com/streams/latest/dev/queues-quotas.html */
  queuesInTransition: count(5, 'queues of an account in a region that are CREATING or DELETING'),
  /* Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-quotas.html: one to a bucket, and one to S3 Tables. */
  s3ChannelsPerStream: count(1, 'channels of a stream to buckets'),
  /* Sources of the next two: API reference of UpdateShardCount. */
  shardCountTarget: rate(10_000, 'shards that UpdateShardCount takes a stream to'),
  shardCountUpdatesPerDay: count(10, 'calls of UpdateShardCount for a stream in 24 hours'),
  modeSwitchesPerDay: count(2, 'changes of the mode of a stream in 24 hours'),
  encryptionStartsPerDay: count(25, 'calls of StartStreamEncryption for a stream in 24 hours'),
  encryptionStopsPerDay: count(25, 'calls of StopStreamEncryption for a stream in 24 hours'),
  shardWriteBytesPerSecond: rate(1024 * 1024, 'bytes that a shard takes, keys and data'),
  shardWriteRecordsPerSecond: rate(1000, 'records that a shard takes'),
  shardReadBytesPerSecond: rate(2 * 1024 * 1024, 'bytes that a shard gives to GetRecords, keys and data'),
  shardReadsPerSecond: rate(5, 'calls of GetRecords that a shard answers'),
  /* Source: API reference of RegisterStreamConsumer. */
  consumerReadBytesPerSecond: rate(2 * 1024 * 1024, 'bytes that a shard gives to each of its consumers'),
} as const satisfies Record<string, QuotaSpec>

/** Whatever quota can be set to. Sums in thousandths of a byte stay exact. */
export const quotaMax = 1_000_000_000

export type QuotaName = keyof typeof quotaTable
export const quotaNames = Object.keys(quotaTable) as QuotaName[]

/** Every quota, in one region. */
export type Quotas = Readonly<Record<QuotaName, number>>
/** Quotas instead of AWS's, in all regions. */
export type QuotaSettings = Partial<Quotas>

const largeRegions: readonly string[] = ['us-east-1', 'us-west-2', 'eu-west-1']

/** AWS's quotas, but for those that have been set; infinite all of them with limits off. */
export class RegionalQuotas {
  readonly #large: Quotas
  readonly #other: Quotas

  constructor(settings: QuotaSettings = {}, limits: 'aws' | 'off' = 'aws') {
    const quotaOf = (name: QuotaName, standardOf: (spec: QuotaSpec) => number) =>
      limits === 'off' ? Number.POSITIVE_INFINITY : (settings[name] ?? standardOf(quotaTable[name]))
    const quotas = (standardOf: (spec: QuotaSpec) => number) =>
      Object.fromEntries(quotaNames.map((name) => [name, quotaOf(name, standardOf)])) as unknown as Quotas
    this.#large = quotas(({ standard }) => standard)
    this.#other = quotas(({ standard, elsewhere }) => elsewhere ?? standard)
  }

  of({ region }: Pick<Owner, 'region'>): Quotas {
    return largeRegions.includes(region) ? this.#large : this.#other
  }
}
