import { usageInvalid } from '../errors.ts'

export type StartPosition = 'LATEST' | 'TRIM_HORIZON' | { readonly timestampMs: number }

const millisecondsPerSecond = 1000

/** @param from `latest`, `trim-horizon`, an ISO 8601 time or seconds since 1970. @throws CLI_USAGE_INVALID */
export function startPosition(from: string): StartPosition {
  if (from === 'latest') return 'LATEST'
  if (from === 'trim-horizon') return 'TRIM_HORIZON'
  const timestampMs = /^\d+(\.\d+)?$/.test(from) ? Number(from) * millisecondsPerSecond : Date.parse(from)
  if (Number.isNaN(timestampMs))
    throw usageInvalid(
      '--from',
      `must be latest, trim-horizon or a time (2026-01-31T12:00:00Z), not "${from}"`,
    )
  return { timestampMs }
}
