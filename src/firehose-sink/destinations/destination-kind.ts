import type { Clock, Logger, Random } from '../../base/index.ts'
import type { HttpClient } from '../../http-client/index.ts'
import type { Catalog } from '../formats/parquet/conversion-settings.ts'
import type { ObjectStore } from '../objects/object-store.ts'
import type { DestinationDescription, S3DestinationConfiguration, UpdateDestinationInput } from '../shapes.ts'
import type { WorkerPool } from '../workers/worker-pool.ts'
import type { Destination } from './destination.ts'
import type { EndpointMap } from './endpoint-map.ts'

/** A configuration, in AWS's form and with AWS's names: these do not change, so it is kept as it is. */
export type Configuration = object

/** What the engine must know of a destination to feed it, whatever kind it is. */
export interface DeliverySettings {
  /** A buffer is full at so many bytes, or so long after its first record; the first of both holds. 0: no waiting. */
  readonly bufferBytes: number
  readonly bufferMs: number
  /** For how long a record is tried again. Undefined: for as long as its source keeps it. */
  readonly retryMs: number | undefined
  /** How long an attempt may take. */
  readonly attemptMs: number
  /** What begins the names of the error output: `http-endpoint-failed`. */
  readonly errorOutputType: string
  /** Where records go that the destination does not take in time. */
  readonly errors: S3DestinationConfiguration
  /** Where every record goes beside the destination, as it came. Undefined: only what fails is kept. */
  readonly backup: S3DestinationConfiguration | undefined
}

/** What a destination gets from outside. */
export interface DestinationPorts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Where the objects of any bucket go. */
  readonly objects: ObjectStore
  readonly http: HttpClient
  readonly endpoints: EndpointMap
  /** The tables that records can be converted by. */
  readonly catalog: Catalog
  /** For what would block this thread. */
  readonly pool: WorkerPool
}

/** Which delivery stream a destination is of. */
export interface DeliveryStreamLabel {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly arn: string
  readonly versionId: string
  /** The ARN of where the records come from: the delivery stream itself for direct puts. */
  readonly sourceArn: string
}

type Kinds = keyof UpdateDestinationInput & `${string}DestinationUpdate`
/** `ExtendedS3`, `HttpEndpoint` and so on: what members of inputs and descriptions begin with. */
export type DestinationName = Kinds extends `${infer Name}DestinationUpdate` ? Name : never

/**
 * One kind of destination: what can be configured, and how to deliver to it. `Config` and `Update` are AWS's shapes. All
 * functions but `open` are pure.
 */
export interface DestinationKind<Config extends Configuration, Update extends object> {
  readonly name: DestinationName
  /**
   * The configuration with AWS's defaults for what is absent.
   * @throws FIREHOSE_SETTING_INVALID for what is not allowed, and for what this server cannot do
   */
  complete(config: Config): Config
  /** What an update makes of it: members that are absent stay. @throws as `complete` */
  update(config: Config, update: Update): Config
  /** What DescribeDeliveryStream tells. No secrets. */
  describe(config: Config): Omit<DestinationDescription, 'DestinationId'>
  settings(config: Config): DeliverySettings
  /** Looks up where the destination is. @throws FIREHOSE_SETTING_INVALID when nobody has said it */
  place?(config: Config, endpoints: EndpointMap): void
  open(config: Config, stream: DeliveryStreamLabel, ports: DestinationPorts): Destination
}
