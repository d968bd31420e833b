import { type AgentConfig, type Destination, ProducerSink, type RecordSink } from '../../agent/index.ts'
import { type Logger, wakefulClock } from '../../base/index.ts'
import type { FlagValues } from '../command-flags.ts'
import { requestFailed } from '../errors.ts'
import { type clientFlags, openFirehoseClient, openKinesisClient } from '../sdk-clients.ts'

type ClientValues = FlagValues<keyof typeof clientFlags>

/** One for each destination, by its kind and name. */
export type Sinks = Readonly<Record<Destination['kind'], ReadonlyMap<string, RecordSink>>>

/** A stream that takes nothing for so long is waited for in turns of it. */
const ttlMs = 60_000

/**
 * Clients are of what the flows need only, so that no other part of the SDK has to be there.
 * @param signal ends what is on its way
 * @throws CLI_USAGE_INVALID, CLI_SDK_MISSING, CLI_REQUEST_FAILED
 */
export async function openSinks(
  { kinesisEndpoint, firehoseEndpoint, region, flows }: AgentConfig,
  values: ClientValues,
  logger: Logger,
  signal: AbortSignal,
): Promise<Sinks> {
  const given = (endpoint: string | undefined): ClientValues => ({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...values,
  })
  const namesOf = (kind: Destination['kind']) => {
    const destinations = flows.map(({ destination }) => destination)
    return new Set(destinations.filter((each) => each.kind === kind).map(({ name }) => name))
  }
  /* Delivery streams first: they ask nothing of an endpoint yet, and producers are not left running when they fail. */
  const deliveryStream = await firehoseSinks(
    namesOf('deliveryStream'),
    given(firehoseEndpoint),
    logger,
    signal,
  )
  return {
    deliveryStream,
    stream: await producerSinks(namesOf('stream'), given(kinesisEndpoint), logger, signal),
  }
}

async function firehoseSinks(
  names: ReadonlySet<string>,
  values: ClientValues,
  logger: Logger,
  signal: AbortSignal,
): Promise<Map<string, RecordSink>> {
  const sinks = new Map<string, RecordSink>()
  if (names.size === 0) return sinks
  const client = await openFirehoseClient('agent', values, process.env)
  /* Asked for now: a request would fail for want of it, and be tried again for ever. */
  await client.config.region().catch((error) => {
    throw requestFailed(error)
  })
  const { FirehoseSink } = await import('../../agent/firehose/index.ts')
  for (const deliveryStream of names)
    sinks.set(
      deliveryStream,
      new FirehoseSink({ client, deliveryStream, clock: wakefulClock, logger, signal }),
    )
  return sinks
}

/** One producer for each stream. */
async function producerSinks(
  names: ReadonlySet<string>,
  values: ClientValues,
  logger: Logger,
  signal: AbortSignal,
): Promise<Map<string, RecordSink>> {
  const sinks = new Map<string, RecordSink>()
  if (names.size === 0) return sinks
  const client = await openKinesisClient('agent', values, process.env)
  const { Producer } = await import('../../producers/index.ts')
  for (const stream of names) {
    const producer = await Producer.start({
      client,
      stream,
      aggregation: false,
      bufferedMs: 0,
      ttlMs,
      logger,
      signal,
    }).catch((error) => {
      throw requestFailed(error)
    })
    sinks.set(stream, new ProducerSink(producer, wakefulClock, logger))
  }
  return sinks
}
