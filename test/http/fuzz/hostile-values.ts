import type { SeededRandom } from '../../sim/seeded-random.ts'

/** Requests as clients send them: what the hostile ones are made from. `ShardIterator` is filled in with a real one. */
export const sampleInputs: Readonly<Record<string, Record<string, unknown>>> = {
  CreateStream: { StreamName: 'fuzz', ShardCount: 1, StreamModeDetails: { StreamMode: 'PROVISIONED' } },
  DescribeStream: { StreamName: 'fuzz', Limit: 10, ExclusiveStartShardId: 'shardId-000000000000' },
  DescribeStreamSummary: { StreamName: 'fuzz' },
  GetRecords: { ShardIterator: 'AAAA', Limit: 10 },
  GetShardIterator: {
    StreamName: 'fuzz',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'AT_TIMESTAMP',
    Timestamp: 1_700_000_000,
    StartingSequenceNumber: '49590338271490256608559692538361571095921575989136588898',
  },
  ListShards: { StreamName: 'fuzz', MaxResults: 10, ShardFilter: { Type: 'FROM_TRIM_HORIZON' } },
  ListStreams: { Limit: 10, ExclusiveStartStreamName: 'a' },
  PutRecord: { StreamName: 'fuzz', PartitionKey: 'key', Data: 'aGVsbG8=', ExplicitHashKey: '12345' },
  PutRecords: {
    StreamName: 'fuzz',
    Records: [
      { PartitionKey: 'a', Data: 'aGVsbG8=' },
      { PartitionKey: 'ü', Data: '', ExplicitHashKey: '340282366920938463463374607431768211455' },
    ],
  },
  SplitShard: { StreamName: 'fuzz', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '10' },
  AddTagsToStream: { StreamName: 'fuzz', Tags: { a: 'b' } },
}

export const operationNames = Object.keys(sampleInputs)

/* No number from 1 to 10,000 among them: as a ShardCount it would be a request like any other, and a costly one. */
const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  -1e308,
  2 ** 53,
  2 ** 31,
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  'constructor',
  'not base64!',
  'a'.repeat(300),
  '9'.repeat(400),
  'arn:aws:kinesis:us-east-1:000000000000:stream/fuzz',
  'arn:aws:kinesis:::stream/',
  [],
  {},
  [[[[]]]],
  [null],
  { __proto__: null, length: -1 },
]

/** The input with one to three of its members, at any depth, replaced, dropped, renamed or doubled. */
export function hostileInput(random: SeededRandom, input: unknown): unknown {
  let value = structuredClone(input)
  const changes = 1 + random.below(3)
  for (let i = 0; i < changes; i++) value = changed(random, value)
  return value
}

function changed(random: SeededRandom, value: unknown): unknown {
  const isContainer = typeof value === 'object' && value !== null && Object.keys(value).length > 0
  if (!isContainer || random.chance(0.1)) return structuredClone(random.pick(hostileValues))
  const container = value as Record<string, unknown>
  const member = random.pick(Object.keys(container))
  if (random.chance(0.6)) container[member] = changed(random, container[member])
  else if (random.chance(0.5)) delete container[member]
  else if (Array.isArray(value)) value.push(...value)
  else
    container[random.pick(['', '__proto__', 'toString', 'StreamARN', member.toLowerCase()])] =
      container[member]
  return value
}

/** The bytes with one to three places changed, left out, put in or doubled; or cut off. */
export function hostileBytes(random: SeededRandom, bytes: Buffer): Buffer {
  let result = bytes
  const changes = 1 + random.below(3)
  for (let i = 0; i < changes; i++) {
    const at = random.below(result.length + 1)
    const end = Math.min(result.length, at + random.below(8))
    const put = random.pick([Buffer.alloc(0), random.bytes(1 + random.below(8)), result.subarray(at, end)])
    result = Buffer.concat([result.subarray(0, at), put, result.subarray(random.chance(0.5) ? at : end)])
  }
  return random.chance(0.2) ? result.subarray(0, random.below(result.length + 1)) : result
}
