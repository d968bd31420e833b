import { invalidSetting } from '../errors.ts'
import { parseQueueArn, type QueueName, queueArnOf } from './queue-arn.ts'
import type { QueueSettings, QueueState } from './queue-state.ts'

/** A queue as it is to be. */
export interface CheckedQueue extends QueueName {
  readonly isFifo: boolean
  readonly settings: QueueSettings
}

const fifoOnly = ['contentBasedDeduplication', 'deduplicationScope', 'fifoThroughputLimit'] as const

const attributeOf = (member: string) => member[0]!.toUpperCase() + member.slice(1)

/**
 * Checks what of the changed settings depends on other settings and other queues.
 * @param find another queue of anyone
 * @throws QUEUE_SETTING_INVALID
 */
export function checkSettings(
  queue: CheckedQueue,
  changed: Partial<QueueSettings>,
  find: (name: QueueName) => QueueState | undefined,
): void {
  if (!queue.isFifo) refuseFifoSettings(changed)
  const { fifoThroughputLimit, deduplicationScope } = queue.settings
  if (fifoThroughputLimit === 'perMessageGroupId' && deduplicationScope === 'queue') {
    throw invalidSetting(
      'FifoThroughputLimit',
      fifoThroughputLimit,
      'It can be set to perMessageGroupId only when DeduplicationScope is set to messageGroup.',
    )
  }
  if (changed.redrivePolicy) checkRedrive(queue, find)
}

function refuseFifoSettings(changed: Partial<QueueSettings>): void {
  for (const member of fifoOnly) {
    if (changed[member] === undefined) continue
    throw invalidSetting(
      attributeOf(member),
      String(changed[member]),
      'You can specify it only when FifoQueue is set to true.',
    )
  }
}

function checkRedrive(queue: CheckedQueue, find: (name: QueueName) => QueueState | undefined): void {
  const policy = queue.settings.redrivePolicy!
  const refuse = (reason: string) => invalidSetting('RedrivePolicy', JSON.stringify(policy), reason)
  const target = parseQueueArn(policy.deadLetterTargetArn)
  if (target === undefined) throw refuse('Invalid value for deadLetterTargetArn.')
  if (target.account !== queue.account) throw refuse('Dead letter target owner should be same as the source.')
  if (target.region !== queue.region) throw refuse('Dead letter target should be in same region as source.')
  const found = find(target)
  if (found === undefined) throw refuse('Dead letter target does not exist.')
  if (found.isFifo !== queue.isFifo)
    throw refuse('Dead-letter queue must be same type of queue as the source.')
  if (!allows(found, queue))
    throw refuse('Dead-letter queue does not allow the source queue to use it (RedriveAllowPolicy).')
}

function allows({ settings }: QueueState, source: QueueName): boolean {
  const policy = settings.redriveAllowPolicy
  if (policy === null || policy.redrivePermission === 'allowAll') return true
  return policy.redrivePermission === 'byQueue' && (policy.sourceQueueArns ?? []).includes(queueArnOf(source))
}
