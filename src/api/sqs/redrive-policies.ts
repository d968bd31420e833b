import { parseQueueArn, type RedriveAllowPolicy, type RedrivePolicy } from '../../sqs-layer/index.ts'
import { objectIn } from '../json-object.ts'
import { invalidValue } from './errors.ts'

/* Sources of limits and names: API reference of SetQueueAttributes. Texts ours where no source is named. */
const receiveCountMax = 1000
const sourceQueuesMax = 10

/** @throws InvalidParameterValue for a text that is no redrive policy. Whether the queue is there is the queues' to say */
export function parseRedrivePolicy(text: string): RedrivePolicy {
  const refuse = (reason: string) => invalidValue('RedrivePolicy', text, reason)
  const policy = objectIn(text)
  if (policy === undefined) throw refuse('Redrive policy is not a valid JSON map.')
  const { deadLetterTargetArn, maxReceiveCount, ...others } = policy
  if (Object.keys(others).length > 0) {
    throw refuse('Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].')
  }
  if (deadLetterTargetArn === undefined)
    throw refuse('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.')
  if (maxReceiveCount === undefined)
    throw refuse('Redrive policy does not contain mandatory attribute: maxReceiveCount.')
  if (!isQueueArn(deadLetterTargetArn)) throw refuse('Invalid value for deadLetterTargetArn.')
  const count = wholeNumber(maxReceiveCount)
  if (count === undefined || count < 1 || count > receiveCountMax) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to ${receiveCountMax} both inclusive.`,
    )
  }
  return { deadLetterTargetArn, maxReceiveCount: count }
}

/** @throws InvalidParameterValue for a text that is no redrive allow policy */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const refuse = (reason: string) => invalidValue('RedriveAllowPolicy', text, reason)
  const policy = objectIn(text)
  if (policy === undefined) throw refuse('Redrive allow policy is not a valid JSON map.')
  const { redrivePermission, sourceQueueArns, ...others } = policy
  if (Object.keys(others).length > 0) {
    throw refuse('Only following attributes are supported: [redrivePermission, sourceQueueArns].')
  }
  if (redrivePermission === 'allowAll' || redrivePermission === 'denyAll') {
    if (sourceQueueArns !== undefined) {
      throw refuse('sourceQueueArns can be given only when redrivePermission is byQueue.')
    }
    return { redrivePermission }
  }
  if (redrivePermission !== 'byQueue')
    throw refuse('redrivePermission must be one of [allowAll, denyAll, byQueue].')
  const isGood =
    Array.isArray(sourceQueueArns) &&
    sourceQueueArns.length >= 1 &&
    sourceQueueArns.length <= sourceQueuesMax &&
    sourceQueueArns.every(isQueueArn)
  if (!isGood) throw refuse(`sourceQueueArns must be a list of 1 to ${sourceQueuesMax} queue ARNs.`)
  return { redrivePermission, sourceQueueArns: sourceQueueArns as string[] }
}

function isQueueArn(value: unknown): value is string {
  return typeof value === 'string' && parseQueueArn(value) !== undefined
}

/** AWS takes it as a number and as a text. */
function wholeNumber(value: unknown): number | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
