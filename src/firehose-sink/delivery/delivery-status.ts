import type { DeliveryStreamState, DeliveryStreamStatus } from '../control/delivery-stream-state.ts'
import { destinationKind } from '../destinations/destination-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import type { DeliveryCounters } from './firehose-metrics.ts'

/**
 * How far one delivery stream has come, for people and their tools. Times are ISO 8601, what is not known is null. The members
 * are what `millrace firehose status --json` prints: names stay, more may come.
 */
export interface DeliveryStatus {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly status: DeliveryStreamStatus
  readonly source: DeliveryStreamState['type']
  readonly destination: DeliveryStreamState['destination']['kind']
  /** Up to where is delivered, by partition of the source: where delivery goes on after a crash. */
  readonly positions: Readonly<Record<string, string>>
  readonly lag: {
    /** Those not delivered: unread ones and those in memory. */
    readonly records: number | null
    /** Age of the oldest one that was read, or by how much the reading is behind, whichever is more. */
    readonly seconds: number
  }
  /** In memory: the buffer that is gathered, and the one that is delivered meanwhile. */
  readonly buffer: {
    readonly records: number
    readonly bytes: number
    /** A buffer is full at so many bytes, or so long after its first record. */
    readonly sizeBytes: number
    readonly intervalSeconds: number
  }
  /** Since the start of the server, as what follows. */
  readonly deliveredRecords: number
  readonly failedRecords: number
  readonly lastDelivery: string | null
  readonly lastError: { readonly at: string; readonly code: string; readonly message: string } | null
}

export interface StatusParts {
  readonly status: DeliveryStreamStatus
  readonly positions: ReadonlyMap<string, string>
  readonly counters: DeliveryCounters
  /** Undefined while it is not open. */
  readonly source: Pick<RecordSource, 'backlog' | 'partitionNames'> | undefined
  readonly nowMs: number
}

export function deliveryStatus(stream: DeliveryStreamState, parts: StatusParts): DeliveryStatus {
  const { account, region, name, type, destination } = stream
  const { status, counters } = parts
  const settings = destinationKind(destination.kind).settings(destination.configuration)
  return {
    account,
    region,
    name,
    status,
    source: type,
    destination: destination.kind,
    positions: positionsOf(parts),
    lag: lagOf(parts),
    buffer: {
      records: counters.bufferedRecords,
      bytes: counters.bufferedBytes,
      sizeBytes: settings.bufferBytes,
      intervalSeconds: settings.bufferMs / 1000,
    },
    deliveredRecords: counters.deliveredRecords,
    failedRecords: counters.failedRecords,
    lastDelivery: isoOf(counters.lastDeliveryMs),
    lastError: errorOf(counters),
  }
}

function positionsOf({ positions, source }: StatusParts): DeliveryStatus['positions'] {
  const names = source?.partitionNames?.()
  return Object.fromEntries(
    [...positions].map(([partition, position]) => [names?.get(partition) ?? partition, position]),
  )
}

function lagOf({ counters, source, nowMs }: StatusParts): DeliveryStatus['lag'] {
  const { records: unread, behindMs = 0 } = source?.backlog() ?? {}
  const ageMs = nowMs - (counters.oldestMs ?? nowMs)
  return {
    records: unread === undefined ? null : unread + counters.bufferedRecords,
    seconds: Math.max(0, ageMs, behindMs) / 1000,
  }
}

function errorOf({ lastError }: DeliveryCounters): DeliveryStatus['lastError'] {
  if (lastError === undefined) return null
  const { atMs, code, message } = lastError
  return { at: new Date(atMs).toISOString(), code, message }
}

function isoOf(timeMs: number | undefined): string | null {
  return timeMs === undefined ? null : new Date(timeMs).toISOString()
}
