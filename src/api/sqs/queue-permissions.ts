import { type QueueState, queueArnOf } from '../../sqs-layer/index.ts'
import { oneOrMore, type Policy, type Statement } from '../policy-grammar.ts'
import { invalidParameter, invalidValue, sqsError } from './errors.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, queueNameOf } from './queue-address.ts'
import { readPolicy } from './queue-policy.ts'
import type { AddPermissionRequest } from './shapes.ts'

/* Sources: API reference of AddPermission, and SQS Developer Guide, "Quotas", policies. */
const actionsMax = 7
const statementsMax = 20
const labelPattern = /^[A-Za-z0-9_-]{1,80}$/
const grantable: ReadonlySet<string> = new Set([
  '*',
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
])

/**
 * Puts a statement into the policy of a queue: what these accounts may do with it.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
 * @throws QueueDoesNotExist, OverLimit, InvalidParameterValue
 */
export const addPermission = defineOperation({
  name: 'AddPermission',
  access: { action: 'sqs:AddPermission', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const name = queueNameOf(input, caller)
    checkPermission(input)
    await queues.control.change(name, name.name, (queue) => ({
      settings: { policy: JSON.stringify(withStatement(queue, input)) },
    }))
  },
})

/**
 * Takes the statement of that label out of the policy of a queue.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html
 * @throws QueueDoesNotExist, InvalidParameterValue
 */
export const removePermission = defineOperation({
  name: 'RemovePermission',
  access: { action: 'sqs:RemovePermission', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const name = queueNameOf(input, caller)
    await queues.control.change(name, name.name, (queue) => ({
      settings: { policy: policyWithout(queue, input.Label) },
    }))
  },
})

/** Texts ours, but for the one about the number of actions. */
function checkPermission({ Label, AWSAccountIds, Actions }: AddPermissionRequest): void {
  if (!labelPattern.test(Label)) {
    throw invalidValue(
      'Label',
      Label,
      'It can only include alphanumeric characters, hyphens and underscores. 1 to 80 in length.',
    )
  }
  for (const account of AWSAccountIds) {
    if (!/^\d{12}$/.test(account)) throw invalidValue('PrincipalId', account, 'Unable to verify.')
  }
  if (Actions.length > actionsMax) {
    throw sqsError('OverLimit', `${Actions.length} Actions were found, maximum allowed is ${actionsMax}.`)
  }
  for (const action of Actions) {
    if (!grantable.has(action)) {
      throw invalidValue('ActionName', action, 'Only the queue owner is allowed to invoke this action.')
    }
  }
}

function withStatement(queue: QueueState, { Label, AWSAccountIds, Actions }: AddPermissionRequest): Policy {
  const arn = queueArnOf(queue)
  const policy = policyOf(queue) ?? { Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy`, Statement: [] }
  if (policy.Statement.some(({ Sid }) => Sid === Label)) throw invalidValue('Label', Label, 'Already exists.')
  if (policy.Statement.length >= statementsMax) {
    throw sqsError('OverLimit', `A policy can have at most ${statementsMax} statements.`)
  }
  const statement: Statement = {
    Sid: Label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMore(AWSAccountIds.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrMore(Actions.map((action) => `SQS:${action}`)),
    Resource: arn,
  }
  return { ...policy, Statement: [...policy.Statement, statement] }
}

function policyWithout(queue: QueueState, label: string): string | null {
  const policy = policyOf(queue)
  const statements = policy?.Statement.filter(({ Sid }) => Sid !== label) ?? []
  if (policy === undefined || statements.length === policy.Statement.length) {
    throw invalidParameter(
      `Value ${label.slice(0, 256)} for parameter Label is invalid. Reason: can't find label.`,
    )
  }
  return statements.length === 0 ? null : JSON.stringify({ ...policy, Statement: statements })
}

function policyOf({ settings }: QueueState): Policy | undefined {
  return settings.policy === null ? undefined : readPolicy(settings.policy)
}
