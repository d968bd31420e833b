import { hash } from 'node:crypto'
import type { MessageAttribute } from './message.ts'

/*
 * What AWS's clients check an answer by. Attributes are hashed in the order of their names, each as
 *
 *   | length | name | length | data type | transport type         | length | value |
 *   | u32 BE |      | u32 BE |           | u8: 1 text, 2 binary   | u32 BE |       |
 *
 * Source: Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
 */
const textType = 1
const binaryType = 2

export function md5Of(bytes: Uint8Array | string): string {
  return hash('md5', bytes, 'hex')
}

/** In hex; undefined without attributes. Also for a part of the attributes of a message. */
export function messageAttributesMd5(attributes: readonly MessageAttribute[]): string | undefined {
  if (attributes.length === 0) return undefined
  const parts: Uint8Array[] = []
  for (const { name, dataType, value } of [...attributes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    addWithLength(parts, Buffer.from(name))
    addWithLength(parts, Buffer.from(dataType))
    parts.push(Buffer.of(typeof value === 'string' ? textType : binaryType))
    addWithLength(parts, typeof value === 'string' ? Buffer.from(value) : value)
  }
  return md5Of(Buffer.concat(parts))
}

/** The same of the system attributes, of which there is one. */
export function systemAttributesMd5(traceHeader: string | undefined): string | undefined {
  if (traceHeader === undefined) return undefined
  return messageAttributesMd5([{ name: 'AWSTraceHeader', dataType: 'String', value: traceHeader }])
}

function addWithLength(parts: Uint8Array[], bytes: Uint8Array): void {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(bytes.length)
  parts.push(length, bytes)
}
