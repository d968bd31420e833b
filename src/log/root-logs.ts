/** The logs that each layer starts from, by fixed id. Part of the disk format: a number is never given to another. */
export const rootLogs = {
  kinesisControl: 1,
  sqsControl: 2,
  snsControl: 3,
  firehoseControl: 4,
  leases: 5,
  access: 6,
  snsPush: 7,
  snsSms: 8,
  snsDeliveries: 9,
} as const
