import type { SeededRandom } from '../seeded-random.ts'

/** What delivery streams are set to, for all lives of one seed. */
export interface Setup {
  readonly server: ServerSetup
  /** The one to the folder: by a function, which names partitions. */
  readonly isPartitioned: boolean
  readonly intervalSeconds: number
  /** Smaller than AWS's smallest, so that some are full. */
  readonly bufferBytes: number
}

/** The one to a server. */
export interface ServerSetup {
  readonly kind: 'HttpEndpoint' | 'Amazonopensearchservice' | 'Splunk'
  /** Every record is in a bucket too. Then the server may say that it has what it has not. */
  readonly backsUp: boolean
  /** By a function that fails now and then, and gives records back as they are. */
  readonly isProcessed: boolean
}

export function setupOf(random: SeededRandom): Setup {
  const kind = random.pick(['HttpEndpoint', 'Amazonopensearchservice', 'Splunk'] as const)
  const server = { kind, backsUp: random.chance(0.5), isProcessed: random.chance(0.5) }
  return {
    server,
    isPartitioned: random.chance(0.7),
    intervalSeconds: random.pick([1, 5, 20]),
    bufferBytes: random.pick([300, 1000, 100_000]),
  }
}

const origin = 'https://server.example'
const role = 'arn:aws:iam::000000000000:role/r'

const ofKind = {
  HttpEndpoint: { EndpointConfiguration: { Url: `${origin}/v1` } },
  Amazonopensearchservice: { RoleARN: role, ClusterEndpoint: origin, IndexName: 'i' },
  Splunk: { HECEndpoint: origin, HECEndpointType: 'Raw', HECToken: 'token' },
} as const
const backupModes = {
  HttpEndpoint: 'AllData',
  Amazonopensearchservice: 'AllDocuments',
  Splunk: 'AllEvents',
} as const

const parameters = { LambdaArn: 'f', BufferIntervalInSeconds: '1', NumberOfRetries: '1' }
const lambda = {
  Type: 'Lambda',
  Parameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
    ParameterName,
    ParameterValue,
  })),
}

const processing = { ProcessingConfiguration: { Enabled: true, Processors: [lambda] } }

/** The member of CreateDeliveryStream for the folder. */
export function folderConfiguration({ isPartitioned, intervalSeconds }: Setup, bucket: string): object {
  const plain = {
    RoleARN: role,
    BucketARN: `arn:aws:s3:::${bucket}`,
    BufferingHints: { SizeInMBs: 64, IntervalInSeconds: intervalSeconds },
  }
  const partitioned = {
    ...processing,
    DynamicPartitioningConfiguration: { Enabled: true },
    Prefix: '!{partitionKeyFromLambda:digit}/',
    ErrorOutputPrefix: 'failed/',
  }
  return { ExtendedS3DestinationConfiguration: isPartitioned ? { ...plain, ...partitioned } : plain }
}

/** The member for the server. */
export function serverConfiguration(setup: Setup, bucket: string): object {
  const { kind, backsUp, isProcessed } = setup.server
  return {
    [`${kind}DestinationConfiguration`]: {
      ...ofKind[kind],
      BufferingHints: { SizeInMBs: 1, IntervalInSeconds: setup.intervalSeconds },
      RetryOptions: { DurationInSeconds: 5 },
      S3Configuration: { RoleARN: role, BucketARN: `arn:aws:s3:::${bucket}` },
      ...(backsUp && { S3BackupMode: backupModes[kind] }),
      ...(isProcessed && processing),
    },
  }
}

/** What is put: an object, as OpenSearch wants it, on a line, as it is told from others in a bucket and in what Splunk gets. */
export const serverRecord = (number: number, filler: string): string =>
  `${JSON.stringify({ n: number, filler })}\n`

export const numberIn = (record: string): number => (JSON.parse(record) as { n: number }).n
