import { invalidSetting, unavailable } from '../errors.ts'
import type { CreateDeliveryStreamInput, UpdateDestinationInput } from '../shapes.ts'
import type { Configuration, DestinationKind, DestinationName } from './destination-kind.ts'
import type { EndpointMap } from './endpoint-map.ts'
import { httpEndpoint } from './http-endpoint/http-endpoint-kind.ts'
import { elasticsearch, openSearch } from './opensearch/opensearch-kinds.ts'
import { redshift } from './redshift/redshift-kind.ts'
import { extendedS3 } from './s3/extended-s3.ts'
import { splunk } from './splunk/splunk-kind.ts'

/** A kind whose own types are its own business: it is only ever given what it made, or what the model says is its input. */
type AnyKind = DestinationKind<Configuration, object>

/** Every kind of destination that this server delivers to. */
const kinds = new Map<DestinationName, AnyKind>(
  ([extendedS3, httpEndpoint, openSearch, elasticsearch, splunk, redshift] as unknown as AnyKind[]).map(
    (kind) => [kind.name, kind],
  ),
)

/** The older form of ExtendedS3, with fewer members. */
const olderForms: Partial<Record<string, DestinationName>> = { S3: 'ExtendedS3' }

/** @param name of a destination that was created, so there is such a kind */
export function destinationKind(name: DestinationName): AnyKind {
  const kind = kinds.get(name)
  if (kind === undefined) throw unavailable(`The destination ${name}`)
  return kind
}

interface Requested {
  readonly kind: AnyKind
  readonly configuration: Configuration
}

/**
 * The one destination that an input configures, complete.
 * @throws FIREHOSE_SETTING_INVALID
 */
export function requestedDestination(input: CreateDeliveryStreamInput, endpoints: EndpointMap): Requested {
  const [name, configuration, ...others] = membersOf(input, 'DestinationConfiguration')
  if (name === undefined || others.length > 0)
    throw invalidSetting('Exactly one destination configuration is supported for a Firehose')
  const kind = kinds.get(olderForms[name] ?? (name as DestinationName))
  if (kind === undefined) throw unavailable(`${name}DestinationConfiguration`)
  const complete = kind.complete(configuration as Configuration)
  kind.place?.(complete, endpoints)
  return { kind, configuration: complete }
}

/**
 * What an update makes of a destination, which it cannot make one of another kind here. AWS can turn some into others
 * (API_UpdateDestination, "Switching between Amazon OpenSearch Service and other services is not supported").
 * @throws FIREHOSE_SETTING_INVALID
 */
export function updatedDestination(
  input: UpdateDestinationInput,
  { kind: name, configuration }: { kind: DestinationName; configuration: Configuration },
  endpoints: EndpointMap,
): Configuration {
  const [updated, update, ...others] = membersOf(input, 'DestinationUpdate')
  if (updated === undefined || others.length > 0)
    throw invalidSetting('Exactly one destination update is supported for a Firehose')
  if ((olderForms[updated] ?? updated) !== name)
    throw unavailable(`Changing a destination from ${name} to ${updated}`)
  const kind = destinationKind(name)
  const changed = kind.update(configuration, update as object)
  kind.place?.(changed, endpoints)
  return changed
}

/** The names and values of the members that end so, one behind the other. */
function membersOf(input: object, ending: string): unknown[] & { 0?: string } {
  return Object.entries(input)
    .filter(([member, value]) => member.endsWith(ending) && value !== undefined)
    .flatMap(([member, value]) => [member.slice(0, -ending.length), value]) as unknown[] & { 0?: string }
}
