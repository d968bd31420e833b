import { isOpen, type StreamState } from './stream-state.ts'

export interface AccountUsage {
  /** Of provisioned streams: those of on-demand streams count against no quota. */
  readonly openShards: number
  readonly onDemandStreams: number
}

/** What the streams of one account in one region take of its quotas. */
export function usageOf(streams: readonly StreamState[]): AccountUsage {
  let openShards = 0
  let onDemandStreams = 0
  for (const { mode, shards } of streams) {
    if (mode === 'ON_DEMAND') onDemandStreams++
    else openShards += shards.filter(isOpen).length
  }
  return { openShards, onDemandStreams }
}
