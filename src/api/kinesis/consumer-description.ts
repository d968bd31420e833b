import { type ConsumerState, consumerArnOf, type Streams, secondsOf } from '../../shards/index.ts'
import type { Consumer } from './shapes.ts'

/** A consumer as RegisterStreamConsumer and ListStreamConsumers show it: the time in whole seconds, as in its ARN. */
export function describeConsumer(consumer: ConsumerState, streams: Streams): Consumer {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumerArnOf(consumer),
    ConsumerStatus: streams.consumers.statusOf(consumer) ?? 'DELETING',
    ConsumerCreationTimestamp: secondsOf(consumer.createdMs) * 1000,
  }
}
