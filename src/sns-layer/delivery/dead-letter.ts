import type { OutgoingMessage } from '../../sqs-layer/index.ts'
import { outgoingOf } from '../publishing/outgoing.ts'
import type { TopicMessage } from '../topic-message.ts'
import type { Delivery } from './target.ts'

/**
 * A message that could not be delivered, as the dead-letter queue of its subscription gets it: what a queue would get that is subscribed in
 * its stead. AWS adds nothing to it; why the delivery has failed is in the log of deliveries.
 * @param envelopeOf the signed JSON, for a subscription without raw delivery, and for a message with more attributes than a queue takes
 */
export async function deadLetterOf(
  delivery: Delivery,
  message: TopicMessage,
  { toFifo, envelopeOf }: { toFifo: boolean; envelopeOf(delivery: Delivery): Promise<Buffer> },
): Promise<OutgoingMessage> {
  const isRaw = delivery.subscription.settings.rawMessageDelivery
  const raw = isRaw ? outgoingOf(message, Buffer.from(message.message), { raw: true, toFifo }) : undefined
  if (raw !== undefined) return raw
  const envelope = await envelopeOf(delivery)
  return outgoingOf(message, envelope, { raw: false, toFifo }) ?? { body: envelope }
}
