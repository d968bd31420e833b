import { type ConsumerState, consumerNotFound, parseConsumerArn, type Streams } from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import { invalidArgument } from './errors.ts'
import { refuseStreamId, type StreamAddress, streamOf } from './stream-address.ts'

/** The members by which inputs name a consumer: by its ARN, or by its name and the ARN of its stream, or by both if they agree. */
interface ConsumerAddress extends Pick<StreamAddress, 'StreamARN' | 'StreamId'> {
  readonly ConsumerName?: string | undefined
  readonly ConsumerARN?: string | undefined
}

/** The consumer of an ARN. @throws InvalidArgumentException, CONSUMER_NOT_FOUND also for one of another account or region */
export function consumerOfArn(arn: string, streams: Streams, caller: Caller): ConsumerState {
  const named = parseConsumerArn(arn)
  if (named === undefined) throw invalidArgument(`${arn} is not a valid consumer ARN.`)
  const { stream, name, createdSeconds } = named
  if (stream.account !== caller.account || stream.region !== caller.region) {
    throw consumerNotFound({ ...stream, stream: stream.name, name }, createdSeconds)
  }
  return streams.consumers.getByArn(named)
}

/**
 * The consumer that an input names.
 * @throws InvalidArgumentException, STREAM_NOT_FOUND, CONSUMER_NOT_FOUND
 */
export function consumerOf(address: ConsumerAddress, streams: Streams, caller: Caller): ConsumerState {
  refuseStreamId(address)
  const { StreamARN, ConsumerName, ConsumerARN } = address
  if (ConsumerARN !== undefined) {
    const named = parseConsumerArn(ConsumerARN)
    if (ConsumerName !== undefined && named?.name !== ConsumerName) throw atOdds('ConsumerName', address)
    if (StreamARN !== undefined && named?.stream.name !== streamOf({ StreamARN }, caller).name) {
      throw atOdds('StreamARN', address)
    }
    return consumerOfArn(ConsumerARN, streams, caller)
  }
  if (StreamARN === undefined || ConsumerName === undefined) throw notNamed()
  const { name, ...owner } = streamOf({ StreamARN }, caller)
  return streams.consumers.get(owner, name, ConsumerName)
}

/** The resource that access control is asked about. A name alone does not say when the consumer was created. */
export function addressedConsumerArn({ StreamARN, ConsumerName, ConsumerARN }: ConsumerAddress): string {
  if (ConsumerARN !== undefined) return ConsumerARN
  return StreamARN === undefined || ConsumerName === undefined ? '*' : `${StreamARN}/consumer/${ConsumerName}`
}

/** Source, with the misspelling: https://github.com/aws/aws-sdk-java-v2/issues/4737 */
const notNamed = () =>
  invalidArgument('Both streamARN and consumer name must be provided if consumerARN is not provied.')

/** Text ours. */
const atOdds = (member: 'ConsumerName' | 'StreamARN', address: ConsumerAddress) =>
  invalidArgument(`${member} ${address[member]} does not match ConsumerARN ${address.ConsumerARN}.`)
