import { isUtf8 } from 'node:buffer'
import { assert } from '../../../base/index.ts'
import {
  framedBody,
  framedType,
  PutFrames,
  partsOfFramed,
  placesOf,
  type ReadRecord,
  readFramesOf,
} from '../../../framed/index.ts'
import { jsonProtocol, type Protocol, serializationError, unknownOperation } from '../../../wire/index.ts'
import type { PutEntry } from '../put-entries.ts'
import type { GetRecordsOutput, PutRecordsOutput } from '../shapes.ts'

/** In which everything but records is written, and errors whole. */
export const membersProtocol = jsonProtocol('application/x-amz-json-1.1')

/** A request has 500. A body of 16 MiB can have a million of the smallest. */
const entriesMax = 10_000

const nothing = Buffer.alloc(0)

/** The members of an input that are records, by the name of its shape. */
const inputs: Readonly<Record<string, (records: Buffer) => object>> = {
  PutRecordsInput: (records) => ({ Records: entriesOf(records) }),
  PutRecordInput: entryOf,
  GetRecordsInput: noRecords,
}

interface Written {
  readonly records: Buffer
  /** What is left for the JSON. */
  readonly rest: object
}

const outputs: Readonly<Record<string, (output: object) => Written>> = {
  PutRecordsOutput: (output) => {
    const { places, different } = placesOf((output as PutRecordsOutput).Records)
    return { records: places, rest: { ...output, Records: different } }
  },
  PutRecordOutput: (output) => ({ records: nothing, rest: output }),
  GetRecordsOutput: (output) => {
    const records = (output as GetRecordsOutput).Records as readonly ReadRecord[]
    return { records: readFramesOf(records), rest: { ...output, Records: firstNumberOf(records) } }
  },
}

/**
 * The general path of the framed encoding (src/framed has its layout, docs/decisions/0028-framed.md the reasons). It has three operations; any
 * other is refused.
 */
export const framedProtocol: Protocol = {
  name: 'framed',
  contentType: framedType,
  errors: membersProtocol,
  decode(body, shape) {
    const read = inputs[shape?.name ?? '']
    if (read === undefined)
      throw unknownOperation(`${framedType} has PutRecords, PutRecord and GetRecords only.`)
    const parts = partsOfFramed(body)
    if (parts === undefined) throw serializationError()
    return { ...membersProtocol.decode(parts.members, shape), ...read(parts.records) }
  },
  encode(output, shape) {
    const write = outputs[shape?.name ?? '']
    assert(write !== undefined && output !== undefined, 'what has no form is refused when it is decoded')
    const { records, rest } = write(output)
    return framedBody({ records, members: membersProtocol.encode(rest, shape) })
  },
  encodeError: membersProtocol.encodeError,
}

/** What Records of an answer to GetRecords says. */
export function firstNumberOf(records: readonly { readonly SequenceNumber: string }[]): object[] {
  return records.slice(0, 1).map(({ SequenceNumber }) => ({ SequenceNumber }))
}

/** @throws AwsError SerializationException */
function entriesOf(bytes: Buffer): PutEntry[] {
  const entries: PutEntry[] = []
  const frames = new PutFrames(bytes)
  while (frames.next()) {
    if (entries.length === entriesMax) throw serializationError()
    const { keyStart, keyEnd, dataEnd, explicitEnd } = frames
    entries.push({
      Data: bytes.subarray(keyEnd, dataEnd),
      ...(keyEnd > keyStart && { PartitionKey: textOf(bytes.subarray(keyStart, keyEnd)) }),
      ...(explicitEnd > dataEnd && { ExplicitHashKey: textOf(bytes.subarray(dataEnd, explicitEnd)) }),
    })
  }
  if (!frames.isAtEnd) throw serializationError()
  return entries
}

function entryOf(bytes: Buffer): PutEntry {
  const [entry, ...more] = entriesOf(bytes)
  if (entry === undefined || more.length > 0) throw serializationError()
  return entry
}

function noRecords(bytes: Buffer): object {
  if (bytes.length > 0) throw serializationError()
  return {}
}

/** Bytes that are not UTF-8 are refused, as in JSON. */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw serializationError()
  return bytes.toString()
}
