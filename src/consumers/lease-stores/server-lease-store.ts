import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { Lease } from '../leases/lease.ts'
import type { LeaseStore } from '../leases/lease-store.ts'
import { callOwn } from './own-call.ts'

/** A lease on the wire: see src/api/leases/model.json. */
interface LeaseShape {
  readonly LeaseKey: string
  readonly LeaseCounter: number
  readonly LeaseOwner?: string
  readonly CheckpointOwner?: string
  readonly Checkpoint: string
  readonly CheckpointSubSequenceNumber: number
  readonly ParentShardIds: readonly string[]
  readonly ChildShardIds: readonly string[]
  readonly StartingHashKey?: string
  readonly EndingHashKey?: string
  readonly OwnerSwitchesSinceCheckpoint: number
  readonly BytesPerSecond: number
}

interface Page {
  readonly Leases: readonly LeaseShape[]
  readonly NextToken?: string
}

export const leasesTarget = 'MillraceLeases_20261126'

/** Leases in the server that the client talks to, under the name of the application: nothing else is needed. */
export class ServerLeaseStore implements LeaseStore {
  readonly #client: KinesisClient
  readonly #application: string
  readonly #pageSize: number

  /**
   * @param application 1 to 255 letters, digits, `_`, `.` and `-`
   * @param pageSize how many leases are listed in one call: 1 to 1,000
   */
  constructor(client: KinesisClient, application: string, { pageSize = 1000 } = {}) {
    this.#client = client
    this.#application = application
    this.#pageSize = pageSize
  }

  /** An application is there when it has a lease. */
  async open(): Promise<void> {}

  async list(): Promise<Lease[]> {
    const leases: Lease[] = []
    let page: Page | undefined
    do {
      const input = { NextToken: page?.NextToken, MaxResults: this.#pageSize }
      page = (await this.#call('ListLeases', input)) as Page
      leases.push(...page.Leases.map(leaseOf))
    } while (page.NextToken !== undefined)
    return leases
  }

  async get(key: string): Promise<Lease | undefined> {
    const { Lease } = (await this.#call('GetLease', { LeaseKey: key })) as { Lease?: LeaseShape }
    return Lease && leaseOf(Lease)
  }

  create(lease: Lease): Promise<boolean> {
    return this.#write('CreateLease', { Lease: shapeOf(lease) })
  }

  replace(lease: Lease, before: Lease): Promise<boolean> {
    return this.#write('ReplaceLease', {
      Lease: shapeOf(lease),
      ExpectedCounter: before.counter,
      ExpectedLeaseOwner: before.owner,
      ExpectedCheckpointOwner: before.checkpointOwner,
    })
  }

  remove(key: string, counter: number): Promise<boolean> {
    return this.#write('RemoveLease', { LeaseKey: key, ExpectedCounter: counter })
  }

  /** Removes all leases of the application, in one step: its next worker begins anew. No worker of it may run. */
  async deleteAll(): Promise<void> {
    await this.#call('DeleteApplication', {})
  }

  async #write(operation: string, input: object): Promise<boolean> {
    const { Done } = (await this.#call(operation, input)) as { Done: boolean }
    return Done
  }

  #call(operation: string, input: object): Promise<unknown> {
    const target = `${leasesTarget}.${operation}`
    return callOwn(this.#client, target, { ApplicationName: this.#application, ...input })
  }
}

function leaseOf(shape: LeaseShape): Lease {
  return {
    key: shape.LeaseKey,
    counter: shape.LeaseCounter,
    owner: shape.LeaseOwner,
    checkpointOwner: shape.CheckpointOwner,
    checkpoint: {
      sequenceNumber: shape.Checkpoint,
      subSequenceNumber: shape.CheckpointSubSequenceNumber,
    },
    parents: shape.ParentShardIds,
    children: shape.ChildShardIds,
    startingHashKey: shape.StartingHashKey,
    endingHashKey: shape.EndingHashKey,
    ownerSwitchesSinceCheckpoint: shape.OwnerSwitchesSinceCheckpoint,
    bytesPerSecond: shape.BytesPerSecond,
  }
}

/** What is undefined is left out of JSON. */
function shapeOf(lease: Lease): { [Member in keyof LeaseShape]: LeaseShape[Member] | undefined } {
  return {
    LeaseKey: lease.key,
    LeaseCounter: lease.counter,
    LeaseOwner: lease.owner,
    CheckpointOwner: lease.checkpointOwner,
    Checkpoint: lease.checkpoint.sequenceNumber,
    CheckpointSubSequenceNumber: lease.checkpoint.subSequenceNumber,
    ParentShardIds: lease.parents,
    ChildShardIds: lease.children,
    StartingHashKey: lease.startingHashKey,
    EndingHashKey: lease.endingHashKey,
    OwnerSwitchesSinceCheckpoint: lease.ownerSwitchesSinceCheckpoint,
    BytesPerSecond: lease.bytesPerSecond,
  }
}
