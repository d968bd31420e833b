import type { Clock } from '../../../base/index.ts'
import type { Positions } from '../../control/firehose-event.ts'
import type { EndpointMap } from '../../destinations/endpoint-map.ts'
import { invalidSetting } from '../../errors.ts'
import type { MSKSourceConfiguration } from '../../shapes.ts'
import type { OpenSource } from '../record-source.ts'
import { type Bootstrap, parseBootstrap } from './bootstrap.ts'
import { errorText } from './error-text.ts'
import type { KafkaClient, OpenKafkaClient } from './kafka-client.ts'
import { KafkaSource } from './kafka-source.ts'
import { partitionKey } from './partition.ts'
import { PlatformaticClient } from './platformatic-client.ts'

export interface KafkaParts {
  readonly clock: Clock
  readonly endpoints: EndpointMap
  /** Through Kafka's client, unless a test has another. */
  readonly openKafka?: OpenKafkaClient
}

/** @throws, when it is opened, FIREHOSE_PEER_MISSING, and FIREHOSE_SETTING_INVALID for a cluster that nobody has said the place of */
export function openingKafka(configuration: MSKSourceConfiguration, parts: KafkaParts): OpenSource {
  return async (positions, report) => {
    const client = await clientOf(configuration, parts)
    return new KafkaSource({ client, clock: parts.clock, report }, positions)
  }
}

/**
 * Where a new delivery stream begins in a topic: what comes from now on, or what has come since a time. Partitions
 * that the topic gets later are read from their beginning.
 * @throws FIREHOSE_SETTING_INVALID
 */
export async function kafkaStart(
  configuration: MSKSourceConfiguration,
  parts: KafkaParts,
): Promise<Positions> {
  const { MSKClusterARN: arn, TopicName: name, ReadFromTimestamp: timeMs } = configuration
  if (timeMs !== undefined && timeMs > parts.clock.nowMs())
    throw invalidSetting('ReadFromTimestamp must not be in the future.')
  bootstrapOf(arn, parts.endpoints)
  try {
    return await startOf(await clientOf(configuration, parts), timeMs)
  } catch (error) {
    throw invalidSetting(`The topic ${name} of ${arn} cannot be read: ${errorText(error)}`)
  }
}

async function startOf(client: KafkaClient, timeMs: number | undefined): Promise<Positions> {
  try {
    const { id } = await client.topic()
    const offsets = await client.offsets(timeMs === undefined ? 'latest' : placeOf(timeMs))
    return Object.fromEntries(
      [...offsets].map(([number, offset]) => [partitionKey(id, number), String(offset)]),
    )
  } finally {
    await client.close()
  }
}

/** The epoch is AWS's way to say: all that there is. Source: API_MSKSourceConfiguration. Records may be without a time. */
const placeOf = (timeMs: number) => (timeMs === 0 ? 'earliest' : { timeMs })

async function clientOf(
  { MSKClusterARN: arn, TopicName: topic }: MSKSourceConfiguration,
  { clock, endpoints, openKafka = PlatformaticClient.open }: KafkaParts,
): Promise<KafkaClient> {
  return await openKafka({ bootstrap: bootstrapOf(arn, endpoints), topic }, clock)
}

/** @throws FIREHOSE_SETTING_INVALID */
function bootstrapOf(arn: string, endpoints: EndpointMap): Bootstrap {
  const bootstrap = parseBootstrap(endpoints.urlOf(arn))
  if (bootstrap === undefined)
    throw invalidSetting(
      `The endpoint of ${arn} in the file of --firehose-endpoints is not of the form kafka://HOST:PORT.`,
    )
  return bootstrap
}
