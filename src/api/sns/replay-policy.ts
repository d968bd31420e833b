import { invalidParameter, type ReplayPolicy, type TopicState } from '../../sns-layer/index.ts'
import { objectIn } from '../json-object.ts'
import { beginningOfArchive } from './archive-policy.ts'

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/
const members = ['PointType', 'StartingPoint', 'EndingPoint']

/**
 * What is to be replayed: `{"PointType":"Timestamp","StartingPoint":"2026-01-02T03:04:05.000Z"}`, with an `EndingPoint` if wanted; `{}` ends a replay.
 * Source: SNS Developer Guide, "Message replay for FIFO topic subscribers". Texts ours.
 * @throws TOPIC_PARAMETER_INVALID
 */
export function readReplayPolicy(text: string, topic: TopicState, nowMs: number): ReplayPolicy | null {
  const policy = text === '' ? {} : objectIn(text)
  if (policy === undefined) throw refused('must be a JSON object')
  if (Object.keys(policy).length === 0) return null
  if (Object.keys(policy).some((name) => !members.includes(name)) || policy.PointType !== 'Timestamp') {
    throw refused('must have the PointType Timestamp, a StartingPoint, and perhaps an EndingPoint')
  }
  const beginMs = beginningOfArchive(topic, nowMs)
  if (beginMs === undefined) throw refused('the topic has no archive: see its ArchivePolicy')
  const fromMs = timeOf(policy.StartingPoint, 'StartingPoint')
  const toMs = policy.EndingPoint === undefined ? null : timeOf(policy.EndingPoint, 'EndingPoint')
  if (fromMs < beginMs) throw refused('StartingPoint is before the BeginningArchiveTime of the topic')
  if (fromMs > nowMs) throw refused('StartingPoint is in the future')
  if (toMs !== null && toMs < fromMs) throw refused('EndingPoint is before StartingPoint')
  return { fromMs, toMs }
}

export function replayPolicyText({ fromMs, toMs }: ReplayPolicy): string {
  const timeText = (ms: number) => new Date(ms).toISOString()
  return JSON.stringify({
    PointType: 'Timestamp',
    StartingPoint: timeText(fromMs),
    ...(toMs !== null && { EndingPoint: timeText(toMs) }),
  })
}

function timeOf(value: unknown, name: string): number {
  const ms = typeof value === 'string' && timePattern.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms)) throw refused(`${name} must be a time like 2026-01-02T03:04:05.000Z`)
  return ms
}

const refused = (reason: string) => invalidParameter(`ReplayPolicy Reason: ${reason}`)
