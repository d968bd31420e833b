import {
  invalidParameter,
  type ReplayPolicy,
  type SubscribeRequest,
  type SubscriptionState,
  startedReplay,
  stoppedReplay,
  type TopicState,
  type Topics,
} from '../../sns-layer/index.ts'

/** Begins a replay, in the place of one that is under way, or ends it (null). Durable when it resolves. */
export async function changeReplay(
  topics: Topics,
  { topic, subscription }: { topic: TopicState; subscription: SubscriptionState },
  policy: ReplayPolicy | null,
): Promise<void> {
  if (!subscription.confirmed) refuseReplay(policy)
  const place = await topics.replayPlace(topic)
  const range = policy === null ? undefined : await topics.rangeOf(place, policy)
  await place.subscriptions.change(subscription.id, ({ replay }) => ({
    settings: { replayPolicy: policy },
    replay:
      range === undefined
        ? stoppedReplay(replay, 'In progress')
        : startedReplay(range, place.fifoLog.next, replay),
  }))
  topics.resumeReplays(place)
}

/** Subscribes; with a replay policy a new subscription begins with what was published before. */
export async function subscribeOrReplay(
  topics: Topics,
  topic: TopicState,
  request: SubscribeRequest,
): Promise<SubscriptionState> {
  const { replayPolicy = null } = request.settings
  if (replayPolicy === null) return (await topics.subscriptions(topic)).subscribe(request)
  const place = await topics.replayPlace(topic)
  const range = await topics.rangeOf(place, replayPolicy)
  const replay = () => startedReplay(range, place.fifoLog.next, null)
  const subscription = await place.subscriptions.subscribe({ ...request, replay })
  topics.resumeReplays(place)
  return subscription
}

/** No endpoint is sent what was published before it has confirmed. Text ours. @throws TOPIC_PARAMETER_INVALID for a replay of a pending subscription */
export function refuseReplay(policy: ReplayPolicy | null | undefined): void {
  if (policy === null || policy === undefined) return
  throw invalidParameter('ReplayPolicy Reason: the subscription has to be confirmed first')
}
