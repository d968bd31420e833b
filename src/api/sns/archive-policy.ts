import { invalidParameter, type TopicState } from '../../sns-layer/index.ts'
import { objectIn } from '../json-object.ts'

/** Source: SNS Developer Guide, "Message archiving for FIFO topic owners". */
const daysMax = 365

/**
 * How long the messages of a topic are archived: `{"MessageRetentionPeriod":"30"}`; `{}` turns it off.
 * @throws TOPIC_PARAMETER_INVALID; text ours
 */
export function archiveDaysOf(text: string): number | null {
  const policy = text === '' ? {} : objectIn(text)
  const days = policy?.MessageRetentionPeriod
  if (policy === undefined || Object.keys(policy).some((name) => name !== 'MessageRetentionPeriod')) {
    throw invalidParameter('ArchivePolicy')
  }
  if (days === undefined) return null
  const count = /^\d{1,3}$/.test(String(days)) ? Number(days) : 0
  if (count < 1 || count > daysMax) {
    throw invalidParameter(
      `ArchivePolicy Reason: MessageRetentionPeriod must be a number of days from 1 to ${daysMax}`,
    )
  }
  return count
}

const dayMs = 86_400_000

/** From when on a topic has its messages; undefined for one without an archive. */
export function beginningOfArchive(
  { archivedSinceMs, settings }: TopicState,
  nowMs: number,
): number | undefined {
  if (settings.archiveDays === null || archivedSinceMs === null) return undefined
  return Math.max(archivedSinceMs, nowMs - settings.archiveDays * dayMs)
}

export function archivePolicyText(days: number | null): string {
  return JSON.stringify(days === null ? {} : { MessageRetentionPeriod: String(days) })
}
