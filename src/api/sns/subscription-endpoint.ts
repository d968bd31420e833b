import {
  invalidParameter,
  maySend,
  type Protocol,
  protocols,
  type TopicState,
  type Topics,
} from '../../sns-layer/index.ts'
import { parseQueueArn } from '../../sqs-layer/index.ts'

export interface EndpointRequest {
  readonly topic: TopicState
  readonly protocol: Protocol
  readonly endpoint: string
}

/** @throws TOPIC_PARAMETER_INVALID; text known from every SDK's users */
export function protocolOf(text: string): Protocol {
  const protocol = protocols.find((known) => known === text)
  if (protocol === undefined) {
    throw invalidParameter(`Amazon SNS does not support this protocol string: ${text.slice(0, 100)}`)
  }
  return protocol
}

/**
 * Checks that messages of the topic can be delivered there, now.
 * @returns whether the endpoint is to confirm that it wants them
 * @throws TOPIC_PARAMETER_INVALID
 */
export function checkEndpoint(request: EndpointRequest, topics: Topics, account: string): boolean {
  const { topic, protocol, endpoint } = request
  /* Source of the text: https://github.com/hashicorp/terraform-provider-aws/issues/38441. */
  if (topic.isFifo && protocol !== 'sqs') throw invalidParameter(`Invalid protocol type: ${protocol}`)
  if (protocol === 'sqs') return checkQueue(request, topics, account)
  topics.deliveries.checkEndpoint(protocol, endpoint)
  return topics.deliveries.needsConfirmation(protocol)
}

/**
 * Sources of the texts: https://github.com/localstack/localstack/issues/7471 and https://github.com/localstack/localstack/pull/13226.
 * The owner of a queue whom somebody else subscribes confirms: SNS Developer Guide, "Sending Amazon SNS messages to an Amazon SQS queue in a
 * different account".
 */
function checkQueue({ topic, endpoint }: EndpointRequest, topics: Topics, account: string): boolean {
  const name = parseQueueArn(endpoint)
  if (name === undefined) throw invalidParameter('SQS endpoint ARN')
  const queue = topics.queues.control.find(name, name.name)
  if (queue === undefined || !maySend(topic, endpoint)) {
    throw invalidParameter(`Endpoint Reason: ${endpoint} is no queue of this server`)
  }
  if (queue.isFifo && !topic.isFifo) {
    throw invalidParameter(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    )
  }
  return queue.account !== account
}
