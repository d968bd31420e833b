import type { ByteReader } from '../byte-reader.ts'
import type { MessageAttribute } from './message.ts'

/*
 * The attributes of a message within its record: their number (u8), their MD5 (16 bytes) and for each its name and data type (texts:
 * a length, u16, and bytes), whether it is binary (u8) and its value (length u32, bytes). Integers little-endian.
 */
const md5Size = 16

export interface StoredAttributes {
  readonly attributes: readonly MessageAttribute[]
  /** Of no bytes without attributes. */
  readonly attributesMd5: Buffer
}

export const noAttributes: StoredAttributes = { attributes: [], attributesMd5: Buffer.alloc(0) }

export const textSize = (text: string): number => 2 + Buffer.byteLength(text)

/** @returns the position after the text */
export function writeText(target: Buffer, at: number, text: string): number {
  const length = target.write(text, at + 2)
  target.writeUInt16LE(length, at)
  return at + 2 + length
}

export function attributesSize(attributes: readonly MessageAttribute[]): number {
  let size = 1 + md5Size
  for (const { name, dataType, value } of attributes) {
    const valueSize = typeof value === 'string' ? Buffer.byteLength(value) : value.length
    size += textSize(name) + textSize(dataType) + 5 + valueSize
  }
  return size
}

/** @returns the position after the attributes */
export function writeAttributes(
  target: Buffer,
  start: number,
  { attributes, attributesMd5 }: StoredAttributes,
): number {
  target[start] = attributes.length
  target.set(attributesMd5, start + 1)
  let at = start + 1 + md5Size
  for (const { name, dataType, value } of attributes) {
    at = writeText(target, writeText(target, at, name), dataType)
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    target[at] = typeof value === 'string' ? 0 : 1
    target.writeUInt32LE(bytes.length, at + 1)
    target.set(bytes, at + 5)
    at += 5 + bytes.length
  }
  return at
}

export function readAttributes(parts: ByteReader): StoredAttributes {
  const count = parts.u8()
  const attributesMd5 = parts.take(md5Size)
  return { attributes: Array.from({ length: count }, () => readAttribute(parts)), attributesMd5 }
}

function readAttribute(parts: ByteReader): MessageAttribute {
  const name = parts.text()
  const dataType = parts.text()
  const isBinary = parts.u8() === 1
  const bytes = parts.take(parts.u32())
  return { name, dataType, value: isBinary ? bytes : bytes.toString() }
}
