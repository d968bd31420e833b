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

/**
 * Shards that one reshard makes, those that live for no time with them. Ours: its event is one record of the control
 * log, too, and takes up to 250 bytes for each.
 */
export const reshardShardsMax = 50_000

/** Shards of one stream with the closed ones, which go when retention has passed. Ours: they are all in memory. */
export const streamShardsKeptMax = 200_000

/** Source: API reference of UpdateShardCount. */
export const countUpdateShardsMax = 10_000
export const countUpdatesMax = 10
export const countUpdatesWindowMs = 24 * 60 * 60 * 1000

/** Per account and region. */
export const onDemandStreamsMax = 50

/** Per account and region. Source: API reference of CreateStream. */
export const streamsInTransitionMax = 5

/** Shards of a new on-demand stream: 4 MB/s of writes. */
export const onDemandShards = 4

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

/** Source: API references of GetShardIterator and ListShards: both kinds of token live 300 seconds. */
export const tokenLifeMs = 300_000
