import type { LogId } from '../../log/index.ts'
import type { Owner, Tag } from '../../shards/index.ts'
import type { Configuration, DestinationName } from '../destinations/destination-kind.ts'
import type { CreateDeliveryStreamInput } from '../shapes.ts'

export type DeliveryStreamType = NonNullable<CreateDeliveryStreamInput['DeliveryStreamType']>
export type DeliveryStreamStatus = 'CREATING' | 'ACTIVE' | 'DELETING'

/** In AWS's form. Of the one that `type` names; DirectPut may have none. */
export type SourceConfigurations = Pick<
  CreateDeliveryStreamInput,
  'DirectPutSourceConfiguration' | 'KinesisStreamSourceConfiguration' | 'MSKSourceConfiguration'
>

export interface DestinationState {
  readonly id: string
  readonly kind: DestinationName
  /** Complete, in AWS's form. */
  readonly configuration: Configuration
}

export interface EncryptionState {
  /** Undefined for one that is not encrypted any more. */
  readonly keyType?: 'AWS_OWNED_CMK' | 'CUSTOMER_MANAGED_CMK'
  readonly keyArn?: string
  /** ENABLING or DISABLING is seen until then. */
  readonly settledAtMs: number
}

/** One delivery stream as the control log knows it. Plain data, never changed: a change is a new object. */
export interface DeliveryStreamState extends Owner {
  readonly name: string
  /** Where direct puts are. Never used twice, so it also tells this delivery stream from others that had its name. */
  readonly log: LogId
  readonly type: DeliveryStreamType
  readonly source: SourceConfigurations
  readonly createdMs: number
  /** CREATING is seen until then. */
  readonly activeAtMs: number
  /** Set for a deleted one: DELETING is seen until then, and nothing afterwards. */
  readonly goneAtMs?: number
  /** Rises with each change of the destination, from 1. */
  readonly version: number
  /** When the destination was changed. */
  readonly updatedMs?: number
  readonly destination: DestinationState
  readonly encryption?: EncryptionState
  /** When encryption was started and stopped, in the 24 hours before the last time. */
  readonly encryptionChangesMs?: readonly number[]
  readonly tags: readonly Tag[]
}

/** What a delivery stream can become in the course of its life. */
export type DeliveryStreamChange = Partial<
  Pick<
    DeliveryStreamState,
    'version' | 'updatedMs' | 'destination' | 'encryption' | 'encryptionChangesMs' | 'tags'
  >
>

/** @returns undefined for a deleted one of which nothing is seen any more */
export function statusOf(stream: DeliveryStreamState, nowMs: number): DeliveryStreamStatus | undefined {
  if (stream.goneAtMs !== undefined) return nowMs < stream.goneAtMs ? 'DELETING' : undefined
  return nowMs < stream.activeAtMs ? 'CREATING' : 'ACTIVE'
}
