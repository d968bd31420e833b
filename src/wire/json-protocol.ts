import { isUtf8 } from 'node:buffer'
import { decodeBase64 } from './base64.ts'
import { serializationError } from './general-errors.ts'
import { type Dialect, readInput, refuse } from './input-reader.ts'
import { isWithinJsonBounds } from './json-bounds.ts'
import { jsonOf } from './json-output.ts'
import type { Protocol } from './protocol.ts'

/** AWS JSON: one object per body, blobs in base64, timestamps in seconds since the epoch with a fraction. */
export function jsonProtocol(contentType: string): Protocol {
  return {
    name: 'json',
    contentType,
    decode: (body, shape) => {
      const value = parse(body)
      return shape === undefined ? {} : readInput(value, shape, jsonDialect)
    },
    encode: (output, shape) =>
      shape === undefined || output === undefined ? Buffer.alloc(0) : Buffer.from(jsonOf(output, shape)),
    encodeError: (error) => Buffer.from(JSON.stringify(error.body())),
  }
}

/** Bytes that are not UTF-8 are refused: replacing them, as Node would, changes partition keys without a word. */
function parse(body: Buffer): unknown {
  if (!isUtf8(body) || !isWithinJsonBounds(body)) throw serializationError()
  try {
    return JSON.parse(body.toString())
  } catch {
    throw serializationError()
  }
}

const jsonDialect: Dialect = {
  readBlob: (value) => (typeof value === 'string' ? decodeBase64(value) : refuse(value, 'a Blob')),
  readTimestamp(value) {
    if (typeof value === 'number') return secondsToMs(value)
    return typeof value === 'string' ? isoToMs(value) : refuse(value, timestampType)
  },
}

const timestampType = 'milliseconds since epoch'

function secondsToMs(seconds: number): number {
  const ms = Math.round(seconds * 1000)
  return Math.min(Math.max(ms, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

/** AWS takes numbers only. Date and time in ISO 8601 are taken too, for requests that people write by hand. */
const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/

function isoToMs(text: string): number {
  const ms = isoDate.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? refuse(text, timestampType) : ms
}
