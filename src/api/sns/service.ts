import type { Operation } from '../operation.ts'
import { defineService, type Service } from '../service.ts'
import { confirmSubscription } from './confirm-subscription.ts'
import { createTopic } from './create-topic.ts'
import { getDataProtectionPolicy, putDataProtectionPolicy } from './data-protection-policy.ts'
import { deleteTopic } from './delete-topic.ts'
import { toSnsError, validateSnsInput } from './errors.ts'
import { listSubscriptions, listSubscriptionsByTopic } from './list-subscriptions.ts'
import { listTopics } from './list-topics.ts'
import { snsModel } from './model.ts'
import type { SnsContext } from './operation.ts'
import {
  createPlatformApplication,
  deletePlatformApplication,
  getPlatformApplicationAttributes,
  listPlatformApplications,
  setPlatformApplicationAttributes,
} from './platform-applications.ts'
import {
  createPlatformEndpoint,
  deleteEndpoint,
  getEndpointAttributes,
  listEndpointsByPlatformApplication,
  setEndpointAttributes,
} from './platform-endpoints.ts'
import { publish } from './publish.ts'
import { publishBatch } from './publish-batch.ts'
import {
  createSMSSandboxPhoneNumber,
  deleteSMSSandboxPhoneNumber,
  getSMSSandboxAccountStatus,
  listOriginationNumbers,
  listSMSSandboxPhoneNumbers,
  verifySMSSandboxPhoneNumber,
} from './sms-sandbox.ts'
import {
  checkIfPhoneNumberIsOptedOut,
  getSMSAttributes,
  listPhoneNumbersOptedOut,
  optInPhoneNumber,
  setSMSAttributes,
} from './sms-settings.ts'
import { subscribe } from './subscribe.ts'
import { getSubscriptionAttributes, setSubscriptionAttributes } from './subscription-attribute-operations.ts'
import { getTopicAttributes, setTopicAttributes } from './topic-attribute-operations.ts'
import { addPermission, removePermission } from './topic-permissions.ts'
import { listTagsForResource, tagResource, untagResource } from './topic-tags.ts'
import { unsubscribe } from './unsubscribe.ts'

const topicOperations: readonly Operation<SnsContext>[] = [
  addPermission,
  createTopic,
  deleteTopic,
  getDataProtectionPolicy,
  getTopicAttributes,
  listTagsForResource,
  listTopics,
  putDataProtectionPolicy,
  removePermission,
  setTopicAttributes,
  tagResource,
  untagResource,
]

const subscriptionOperations: readonly Operation<SnsContext>[] = [
  confirmSubscription,
  getSubscriptionAttributes,
  listSubscriptions,
  listSubscriptionsByTopic,
  setSubscriptionAttributes,
  subscribe,
  unsubscribe,
]

const pushOperations: readonly Operation<SnsContext>[] = [
  createPlatformApplication,
  createPlatformEndpoint,
  deleteEndpoint,
  deletePlatformApplication,
  getEndpointAttributes,
  getPlatformApplicationAttributes,
  listEndpointsByPlatformApplication,
  listPlatformApplications,
  setEndpointAttributes,
  setPlatformApplicationAttributes,
]

const smsOperations: readonly Operation<SnsContext>[] = [
  checkIfPhoneNumberIsOptedOut,
  createSMSSandboxPhoneNumber,
  deleteSMSSandboxPhoneNumber,
  getSMSAttributes,
  getSMSSandboxAccountStatus,
  listOriginationNumbers,
  listPhoneNumbersOptedOut,
  listSMSSandboxPhoneNumbers,
  optInPhoneNumber,
  setSMSAttributes,
  verifySMSSandboxPhoneNumber,
]

/** SNS over these topics. */
export function createSnsService(context: SnsContext): Service {
  return defineService<SnsContext>({
    name: 'sns',
    model: snsModel,
    operations: [
      ...topicOperations,
      ...subscriptionOperations,
      publish,
      publishBatch,
      ...pushOperations,
      ...smsOperations,
    ],
    context,
    validate: validateSnsInput,
    toAwsError: toSnsError,
  })
}
