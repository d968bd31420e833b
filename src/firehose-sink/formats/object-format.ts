import type { SinkRecord } from '../destinations/destination.ts'
import { type CompressionFormat, compressed, compressionExtensions } from './compression.ts'
import type { CompressionOptions } from './zip-archive.ts'

export interface UnencodedRecord {
  readonly index: number
  readonly code: string
  readonly message: string
}

export interface EncodedObject {
  /** Undefined when there is nothing to store: no record could be encoded. */
  readonly body: readonly Uint8Array[] | undefined
  readonly failed: readonly UnencodedRecord[]
}

/** The form that the records of one object are stored in. */
export interface ObjectFormat {
  /** What the names of objects end in, if nothing else is asked for. */
  readonly extension: string
  encode(
    records: readonly SinkRecord[],
    options: CompressionOptions,
    signal: AbortSignal,
  ): Promise<EncodedObject>
}

/** Records one behind the other, with nothing in between, compressed or not. */
export function plainFormat(format: CompressionFormat): ObjectFormat {
  return {
    extension: compressionExtensions[format],
    async encode(records, options) {
      const data = records.map((record) => record.data)
      return { body: await compressed(format, data, options), failed: [] }
    },
  }
}
