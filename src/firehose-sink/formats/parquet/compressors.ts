import { gzipSync } from 'node:zlib'
import { compressSync } from 'snappy'
import type { Codec } from './conversion-plan.ts'

type Compressor = (input: Uint8Array) => Uint8Array

/** Of pages. What is not here is stored as it is. */
export const compressors: Partial<Record<Codec, Compressor>> = {
  SNAPPY: (input) => compressSync(Buffer.from(input.buffer, input.byteOffset, input.byteLength)),
  GZIP: (input) => gzipSync(input, { level: 1 }),
}
