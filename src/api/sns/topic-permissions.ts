import { invalidParameter, type TopicState, topicArnOf } from '../../sns-layer/index.ts'
import { oneOrMore, type Policy, type Statement } from '../policy-grammar.ts'
import { snsError } from './errors.ts'
import { defineOperation } from './operation.ts'
import type { AddPermissionInput } from './shapes.ts'
import { topicArnIn, topicOf } from './topic-address.ts'
import { defaultPolicy, ownerActions, readTopicPolicy } from './topic-policy.ts'

const grantable: ReadonlySet<string> = new Set([...ownerActions, '*', 'Receive'])

/**
 * Puts a statement into the policy of a topic: what these accounts may do with it.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const addPermission = defineOperation({
  name: 'AddPermission',
  access: { action: 'sns:AddPermission', resource: topicArnIn },
  async run(input, context, { caller }) {
    const name = topicOf(input, context, caller, 'SNS:AddPermission')
    checkPermission(input)
    await context.topics.control.change(name, (topic) => ({
      settings: { policy: JSON.stringify(withStatement(topic, input)) },
    }))
  },
})

/**
 * Takes the statement of that label out of the policy of a topic.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const removePermission = defineOperation({
  name: 'RemovePermission',
  access: { action: 'sns:RemovePermission', resource: topicArnIn },
  async run(input, context, { caller }) {
    const name = topicOf(input, context, caller, 'SNS:RemovePermission')
    await context.topics.control.change(name, (topic) => ({
      settings: { policy: JSON.stringify(withoutStatement(topic, input.Label)) },
    }))
  },
})

/** Source of the text about actions: https://github.com/aws/aws-cli/issues/3143; the others are ours. */
function checkPermission({ Label, AWSAccountId, ActionName }: AddPermissionInput): void {
  if (Label === '') throw invalidParameter('Label')
  if (AWSAccountId.length === 0 || AWSAccountId.some((account) => !/^\d{12}$/.test(account))) {
    throw invalidParameter('AWSAccountId')
  }
  if (ActionName.length === 0 || ActionName.some((action) => !grantable.has(action))) {
    throw invalidParameter('Policy statement action out of service scope!')
  }
}

function withStatement(topic: TopicState, { Label, AWSAccountId, ActionName }: AddPermissionInput): Policy {
  const policy = policyOf(topic)
  if (policy.Statement.some(({ Sid }) => Sid === Label)) throw invalidParameter('Statement already exists')
  const statement: Statement = {
    Sid: Label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMore(AWSAccountId.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrMore(ActionName.map((action) => `SNS:${action}`)),
    Resource: topicArnOf(topic),
  }
  const changed = { ...policy, Statement: [...policy.Statement, statement] }
  readTopicPolicy(JSON.stringify(changed))
  return changed
}

/** A policy has a statement at least: the last one stays. Source of that: https://github.com/cloud-custodian/cloud-custodian/issues/1779. */
function withoutStatement(topic: TopicState, label: string): Policy {
  const policy = policyOf(topic)
  const statements = policy.Statement.filter(({ Sid }) => Sid !== label)
  if (statements.length === policy.Statement.length) {
    throw snsError('NotFoundException', 'Statement does not exist')
  }
  if (statements.length === 0) throw invalidParameter('Policy Error: null')
  return { ...policy, Statement: statements }
}

function policyOf(topic: TopicState): Policy {
  return topic.settings.policy === null ? defaultPolicy(topic) : readTopicPolicy(topic.settings.policy)
}
