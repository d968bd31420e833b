import type { ServiceModelFile } from '../../src/wire/index.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const metadataKept = [
  'apiVersion',
  'awsQueryCompatible',
  'endpointPrefix',
  'jsonVersion',
  'protocol',
  'protocolSettings',
  'protocols',
  'serviceId',
  'targetPrefix',
  'xmlNamespace',
]
const operationKept = ['input', 'output', 'errors', 'readonly', 'idempotent']
const shapeKept = [
  'type',
  'required',
  'members',
  'member',
  'key',
  'value',
  'min',
  'max',
  'pattern',
  'enum',
  'error',
  'exception',
  'fault',
  'flattened',
  'event',
  'eventstream',
  'sensitive',
  'box',
]

const referenceKept = ['shape', 'locationName', 'flattened']

/** Keeps the facts of a botocore model. A model that is reduced already comes out as it is. */
export function reduceModel(model: { [name: string]: Json }): ServiceModelFile {
  const reduced = {
    metadata: pick(model.metadata, metadataKept),
    operations: mapValues(model.operations, (operation) =>
      mapValues(pick(operation, operationKept), referencesOnly),
    ),
    shapes: mapValues(model.shapes, (shape) => mapValues(pick(shape, shapeKept), membersOnly)),
  }
  return reduced as unknown as ServiceModelFile
}

/** `{ shape, documentation, … }` → `{ shape }`, one or a list of them. */
function referencesOnly(value: Json): Json {
  if (typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map((item) => pick(item, ['shape'])) : pick(value, ['shape'])
}

function membersOnly(value: Json, name: string): Json {
  if (name === 'members') return mapValues(value, (member) => pick(member, referenceKept))
  if (name === 'member' || name === 'key' || name === 'value') return pick(value, referenceKept)
  return value
}

function pick(value: Json | undefined, names: string[]): { [name: string]: Json } {
  const source = objectOf(value)
  return Object.fromEntries(
    names.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])),
  )
}

function mapValues(
  value: Json | undefined,
  change: (item: Json, name: string) => Json,
): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, item]) => [name, change(item, name)]))
}

function objectOf(value: Json | undefined): { [name: string]: Json } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('not a service model')
  return value
}
