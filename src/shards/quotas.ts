/* Source of all: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, unless said otherwise. */

const largeRegions: readonly string[] = ['us-east-1', 'us-west-2', 'eu-west-1']

/** Open shards of provisioned streams, per account and region. Elsewhere it is 1,000 or 6,000; the page does not say where. */
export function shardsMax(region: string): number {
  return largeRegions.includes(region) ? 20_000 : 6_000
}

/**
 * Shards of one stream. Ours, and not lifted by `limits`: the event that makes a stream is one record of the control log, which
 * may have 16 MiB, and takes some 150 bytes for each shard.
 */
export const streamShardsMax = 50_000

/** Per account and region. */
export const onDemandStreamsMax = 50

/** Per account and region. Source: API reference of CreateStream. */
export const streamsInTransitionMax = 5

/** Shards of a new on-demand stream: 4 MB/s of writes. */
export const onDemandShards = 4

/**
 * Registered consumers of one stream. With On-demand Advantage, which accounts do not have here, it is 50.
 * Source: API reference of RegisterStreamConsumer.
 */
export const streamConsumersMax = 20

/** Per account and region, as we read it. Source: API reference of RegisterStreamConsumer. */
export const consumersCreatingMax = 5

/** Source: API references of AddTagsToStream and TagResource. */
export const tagsMax = 50

/** Source: API reference of PutRecords. Key and data of all records of one call. */
export const callMebibytesMax = 10
export const callBytesMax = callMebibytesMax * 1024 * 1024

/** Source: API reference of PutRecords. */
export const callRecordsMax = 500

/** Source: API reference of GetRecords. */
export const readRecordsMax = 10_000
export const readBytesMax = 10 * 1024 * 1024

/** Keys and data in one event of a subscription; one record comes whatever its size. AWS documents no limits: ours. */
export const eventBytesMax = 1024 * 1024
export const eventRecordsMax = 10_000

/** Source: API references of GetShardIterator and ListShards: both kinds of token live 300 seconds. */
export const tokenLifeMs = 300_000
