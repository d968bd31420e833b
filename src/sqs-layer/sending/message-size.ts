import type { OutgoingMessage } from '../message/message.ts'

/** What counts for the limits: the body, and of the attributes names, data types and values. */
export function sizeOf({ body, attributes = [] }: OutgoingMessage): number {
  let size = body.length
  for (const { name, dataType, value } of attributes) {
    const valueSize = typeof value === 'string' ? Buffer.byteLength(value) : value.length
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType) + valueSize
  }
  return size
}
