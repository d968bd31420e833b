// biome-ignore-all lint/suspicious/noConfusingVoidType: an operation without output returns nothing
/*
 * The input and output types of the operations of MillraceLeases. Written by scripts/update-models.ts
 * (npm run models) from model.json beside it; do not edit.
 *
 * Blobs are bytes, timestamps milliseconds since the epoch. Members that may be absent may be undefined too.
 */

export interface CreateLeaseInput {
  ApplicationName: string
  Lease: Lease
}

export interface CreateLeaseOutput {
  Done: boolean
}

export interface DeleteApplicationInput {
  ApplicationName: string
}

export interface DeleteApplicationOutput {
  LeaseCount: number
}

export interface GetLeaseInput {
  ApplicationName: string
  LeaseKey: string
}

export interface GetLeaseOutput {
  Lease?: Lease | undefined
}

export interface Lease {
  LeaseKey: string
  LeaseCounter: number
  LeaseOwner?: string | undefined
  CheckpointOwner?: string | undefined
  Checkpoint: string
  CheckpointSubSequenceNumber: number
  ParentShardIds: readonly string[]
  ChildShardIds: readonly string[]
  StartingHashKey?: string | undefined
  EndingHashKey?: string | undefined
  OwnerSwitchesSinceCheckpoint: number
  BytesPerSecond: number
}

export interface ListLeasesInput {
  ApplicationName: string
  NextToken?: string | undefined
  MaxResults?: number | undefined
}

export interface ListLeasesOutput {
  Leases: readonly Lease[]
  NextToken?: string | undefined
}

export interface RemoveLeaseInput {
  ApplicationName: string
  LeaseKey: string
  ExpectedCounter: number
}

export interface RemoveLeaseOutput {
  Done: boolean
}

export interface ReplaceLeaseInput {
  ApplicationName: string
  Lease: Lease
  ExpectedCounter: number
  ExpectedLeaseOwner?: string | undefined
  ExpectedCheckpointOwner?: string | undefined
}

export interface ReplaceLeaseOutput {
  Done: boolean
}

export interface MillraceLeasesOperations {
  CreateLease: { input: CreateLeaseInput; output: CreateLeaseOutput }
  DeleteApplication: { input: DeleteApplicationInput; output: DeleteApplicationOutput }
  GetLease: { input: GetLeaseInput; output: GetLeaseOutput }
  ListLeases: { input: ListLeasesInput; output: ListLeasesOutput }
  RemoveLease: { input: RemoveLeaseInput; output: RemoveLeaseOutput }
  ReplaceLease: { input: ReplaceLeaseInput; output: ReplaceLeaseOutput }
}
