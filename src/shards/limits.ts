/* What nobody can change: limits of AWS that are not raised, and limits of ours. Those that can be raised are in quotas.ts. */

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

/** Shards of a new on-demand stream: 4 MB/s of writes. Source: the page above. */
export const onDemandShards = 4

/** Of one on-demand stream: 10 GiB/s. Source: API reference of UpdateStreamWarmThroughput. */
export const warmThroughputMiBpsMax = 10 * 1024

/** Source: API reference of PutRecords. Key and data of all records of one call. */
export const callMebibytesMax = 10
export const callBytesMax = callMebibytesMax * 1024 * 1024

/** Source: API reference of PutRecords. */
export const callRecordsMax = 500

/** Source: API reference of GetRecords. */
export const readRecordsMax = 10_000
export const readBytesMax = 10 * 1024 * 1024

/**
 * Keys and data, and records, that are read and encoded in one go: 0.1 to 0.4 ms. An event of a subscription has no more
 * (one record comes whatever its size); AWS documents no limits of it.
 */
export const pieceBytesMax = 256 * 1024
export const pieceRecordsMax = 1000
/**
 * The same bytes of a GetRecords of what is in memory: 0.2 to 0.5 ms, with the write to the socket where that is part of it. Each piece takes up to
 * 30 us by itself (docs/decisions/0010-get-kernel.md).
 */
export const memoryPieceBytesMax = 512 * 1024

/** Source: API references of GetShardIterator and ListShards: both kinds of token live 300 seconds. */
export const tokenLifeMs = 300_000
